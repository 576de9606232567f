import { ErrorAnswer } from '@aurora/contracts';
import { API, GOOD_BODY, OPS, TestApi, type Answer, type ApiOptions } from '../api.fixture';
import { problemsOf } from '../shapes.fixture';

let api: TestApi;
const started = async (options: ApiOptions = {}): Promise<TestApi> => (api = await TestApi.start(options));
afterEach(() => api.end());

const from = (chain: string): object => ({ 'x-forwarded-for': chain });
const statuses = async (count: number, ask: () => Promise<Answer>): Promise<number[]> => {
  const seen: number[] = [];
  for (let i = 0; i < count; i++) seen.push((await ask()).status);
  return seen;
};

describe('rate limits', () => {
  it('of reading, of control and of trading are three', async () => {
    await started({ config: { security: { rps_general: 3, rps_mutating: 2, rps_trading: 1 } } });
    expect(await statuses(4, () => api.get('/version'))).toEqual([200, 200, 200, 429]);
    expect(await statuses(3, () => api.post('/aurora/arm', undefined, OPS))).toEqual([200, 200, 429]);
    expect(await statuses(2, () => api.post('/pretrade/check', GOOD_BODY))).toEqual([200, 429]);
    api.clock.advance(250);
    const refused = await api.post('/posttrade/log', { order_id: '1' });
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
    expect(problemsOf(ErrorAnswer, refused.json)).toEqual([]);
    expect(refused.json['error']).toBe('rate_limited');
    api.clock.advance(750);
    expect(await statuses(1, () => api.post('/pretrade/check', GOOD_BODY))).toEqual([200]);
  });

  it('of trading are off by default', async () => {
    await started();
    expect(new Set(await statuses(200, () => api.post('/pretrade/check', GOOD_BODY)))).toEqual(new Set([200]));
  });

  it('count before the token is looked at', async () => {
    await started({ config: { security: { rps_mutating: 1 } } });
    expect(await statuses(2, () => api.post('/aurora/arm'))).toEqual([401, 429]);
  });

  it('survive a clock that is set back', async () => {
    await started({ config: { security: { rps_general: 1 } } });
    expect(await statuses(2, () => api.get('/version'))).toEqual([200, 429]);
    api.clock.advance(-10_000);
    expect(await statuses(1, () => api.get('/version'))).toEqual([200]);
  });

  it('are per client, told apart by a trusted proxy only', async () => {
    await started({
      config: {
        security: { rps_general: 1, trusted_proxies: ['127.0.0.1', '10.0.0.0/8'], ip_allowlist: ['0.0.0.0/0', '::/0'] },
      },
    });
    const ask = (chain: string) => () => api.get('/version', from(chain));
    expect(await statuses(2, ask('1.1.1.1'))).toEqual([200, 429]);
    expect(await statuses(1, ask('2.2.2.2'))).toEqual([200]);
    expect(await statuses(1, ask('9.9.9.9, 1.1.1.1, 10.1.2.3'))).toEqual([429]);
  });
});

describe('the allow-list', () => {
  const elsewhere = { config: { security: { ip_allowlist: ['10.0.0.0/8', '2001:db8::/32'] } } };

  it('lets no one else in, whatever the route or token', async () => {
    await started(elsewhere);
    for (const ask of [
      () => api.get('/health'),
      () => api.get('/metrics', { ...OPS, ...API }),
      () => api.post('/pretrade/check', GOOD_BODY),
      () => api.get('/nowhere'),
    ]) {
      const answer = await ask();
      expect([answer.status, answer.json['error']]).toEqual([403, 'address_not_allowed']);
    }
  });

  it('does not believe a client that says it is someone else', async () => {
    await started(elsewhere);
    expect((await api.get('/health', from('10.1.1.1'))).status).toBe(403);
  });

  it.each([
    ['10.1.1.1', 200],
    ['::ffff:10.1.1.1', 200],
    ['2001:db8::7', 200],
    ['8.8.8.8, 10.1.1.1', 200],
    ['10.1.1.1, 8.8.8.8', 403],
    ['10.1.1.1, unknown', 403],
    ['10.1.1.1, 10.1.1.1:443', 403],
    ['10.1.1.1,', 403],
    ['', 403],
    ['8.8.8.8', 403],
    ['127.0.0.1', 403],
  ])('behind a trusted proxy X-Forwarded-For "%s" is answered %i', async (chain, status) => {
    await started({ config: { security: { ...elsewhere.config.security, trusted_proxies: ['127.0.0.1'] } } });
    expect((await api.get('/health', from(chain))).status).toBe(status);
  });
});

describe('CORS', () => {
  const origin = { origin: 'https://desk.example' };

  it('is off by default', async () => {
    await started();
    for (const answer of [await api.get('/health', origin), await api.post('/pretrade/check', GOOD_BODY, origin)])
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('names the configured origin on every route, and on none more', async () => {
    await started({ env: { AURORA_CORS_ORIGIN: 'https://desk.example' } });
    for (const answer of [
      await api.get('/health', origin),
      await api.post('/pretrade/check', GOOD_BODY, origin),
      await api.post('/pretrade/check', {}, { origin: 'https://other.example' }),
    ])
      expect(answer.headers['access-control-allow-origin']).toBe('https://desk.example');
  });
});

describe('headers', () => {
  it('forbid guessing types and framing, and name no software', async () => {
    await started();
    const { headers } = await api.get('/health');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
    expect(headers['x-powered-by']).toBeUndefined();
  });
});
