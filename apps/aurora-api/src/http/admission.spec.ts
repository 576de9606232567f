import { connect } from 'node:net';
import { ErrorAnswer } from '@aurora/contracts';
import { API, GOOD_BODY, OPS, TestApi, type Answer, type ApiOptions } from '../api.fixture';
import { problemsOf } from '../shapes.fixture';

let api: TestApi;
const started = async (options: ApiOptions = {}): Promise<TestApi> => (api = await TestApi.start(options));
afterEach(() => api.end());

/** Says bytes to the service and hears all it answers. */
const say = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('close', () => resolve(heard));
    socket.on('error', reject);
  });

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
    // Longer ways to write an address, which a proxy may choose.
    ['::FFFF:10.1.1.1', 200],
    ['::ffff:a01:101', 403],
    ['2001:DB8:0:0::7', 200],
    ['2001:db8::7%eth0', 200],
    // What is no address is on no list.
    ['[2001:db8::7]', 403],
    ['[2001:db8::7]:443', 403],
    ['10.1', 403],
    ['0x0a.1.1.1', 403],
    ['010.1.1.1', 403],
    ['167837953', 403],
    ['10.1.1.1/8', 403],
    ['for=10.1.1.1', 403],
    ['10.1.1.1;8.8.8.8', 403],
    ['8.8.8.8 10.1.1.1', 403],
    ['"10.1.1.1"', 403],
    [`fe80::1%${'x'.repeat(5000)}`, 403],
    [`10.1.1.1, ${'8.8.8.8, '.repeat(500)}8.8.8.8`, 403],
    [`${'8.8.8.8, '.repeat(500)}10.1.1.1`, 200],
    // The proxy itself, named again.
    ['10.1.1.1, 127.0.0.1', 200],
    ['8.8.8.8, 127.0.0.1, ::ffff:127.0.0.1', 403],
    [',', 403],
    ['10.1.1.1\t', 200],
  ])('behind a trusted proxy X-Forwarded-For "%s" is answered %i', async (chain, status) => {
    await started({ config: { security: { ...elsewhere.config.security, trusted_proxies: ['127.0.0.1'] } } });
    expect((await api.get('/health', from(chain))).status).toBe(status);
  });
});

describe('X-Forwarded-For', () => {
  const behind = (trusted: readonly string[]) => ({
    config: { security: { ip_allowlist: ['10.0.0.0/8', '127.0.0.1'], trusted_proxies: trusted } },
  });
  const health = async (headers: object): Promise<number> => (await api.get('/health', headers)).status;

  it('in several lines is one list, the last line last', async () => {
    await started(behind(['127.0.0.1']));
    expect(await health({ 'x-forwarded-for': ['8.8.8.8', '10.1.1.1'] })).toBe(200);
    expect(await health({ 'x-forwarded-for': ['10.1.1.1', '8.8.8.8'] })).toBe(403);
    expect(await health({ 'X-FORWARDED-FOR': '8.8.8.8' })).toBe(403);
  });

  it('is the only header that is believed', async () => {
    await started(behind(['127.0.0.1']));
    for (const name of ['forwarded', 'x-real-ip', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip', 'via'])
      expect([name, await health({ [name]: 'for=8.8.8.8', 'x-forwarded-for': '10.1.1.1' })]).toEqual([name, 200]);
  });

  it('tells nothing without a trusted proxy, neither for the list nor for the budget', async () => {
    await started({ config: { security: { ip_allowlist: ['127.0.0.1'], rps_general: 2 } } });
    expect(await health(from('8.8.8.8'))).toBe(200);
    expect(await health(from('1.1.1.1'))).toBe(200);
    expect(await health(from('2.2.2.2'))).toBe(429);
  });

  it('cannot be pushed out by other headers', async () => {
    await started(behind(['127.0.0.1']));
    for (const count of [90, 99, 100, 1000, 1100, 3000]) {
      const lines = [...Array.from({ length: count }, () => 'a:'), 'X-Forwarded-For: 8.8.8.8'];
      const heard = await say(`GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`);
      expect([count, heard.slice(9, 12)]).toEqual([count, count + 3 > 100 ? '431' : '403']);
    }
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
      await api.post('/pretrade/check', {}, origin),
      await api.get('/health', { origin: 'https://other.example' }),
    ])
      expect(answer.headers['access-control-allow-origin']).toBe('https://desk.example');
  });
});

/** Browsers send simple requests to any address, this one too, and only then ask whether the answer may be read. */
describe('a web page', () => {
  const status = async (origin: string, headers: object = {}): Promise<number> =>
    (await api.post('/pretrade/check', GOOD_BODY, { 'content-type': 'text/plain', origin, ...headers })).status;

  it('of somewhere else changes nothing, whatever the route or token', async () => {
    await started();
    for (const origin of ['https://evil.example', 'http://127.0.0.1', 'http://127.0.0.1:1', 'null', 'file://', '']) {
      expect([origin, await status(origin)]).toEqual([origin, 403]);
      expect((await api.post('/ops/reset', undefined, { ...OPS, origin })).json['error']).toBe('origin_not_allowed');
    }
    expect(api.events('POLICY.DECISION', 'OPS.RESET')).toEqual([]);
    expect((await api.get('/health', { origin: 'https://evil.example' })).status).toBe(200);
  });

  it('of the service itself may, but not under a name that was made to lead here', async () => {
    await started();
    const { port } = new URL(api.url);
    expect(await status(api.url)).toBe(200);
    for (const host of ['localhost', '[::1]', '10.0.0.7'])
      expect([host, await status(`http://${host}:${port}`, { host: `${host}:${port}` })]).toEqual([host, 200]);
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '1e1', '']) {
      const own = status(`http://${host}:${port}`, { host: `${host}:${port}` });
      expect([host, await own]).toEqual([host, 403]);
    }
  });

  it('is told by the header however it is written, and by the first of several', async () => {
    await started();
    const post = (lines: string): Promise<string> =>
      say(`POST /ops/reset HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines}\r\n`);
    expect(await post('ORIGIN: https://evil.example\r\n')).toContain('origin_not_allowed');
    expect(await post(`oRiGiN: null\r\nOrigin: ${api.url}\r\n`)).toContain('origin_not_allowed');
    expect(await post('Origi: x\r\nOrigins: x\r\nX-Origin: x\r\n')).toContain('token_missing');
  });

  it('of the configured origin may', async () => {
    await started({ env: { AURORA_CORS_ORIGIN: 'https://desk.example' } });
    expect(await status('https://desk.example')).toBe(200);
    expect(await status('https://desk.example.evil.example')).toBe(403);
  });

  it('may be any where CORS is for all', async () => {
    await started({ env: { AURORA_CORS_ORIGIN: '*' } });
    expect(await status('https://evil.example')).toBe(200);
  });
});

describe('headers', () => {
  it('forbid guessing types and framing, and name no software', async () => {
    await started();
    for (const answer of [await api.get('/health'), await api.get('/nowhere'), await api.get('/docs')]) {
      expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
      expect(answer.headers['content-security-policy']).toContain("object-src 'none'");
      expect(answer.headers).not.toHaveProperty('x-powered-by');
      expect(answer.headers).not.toHaveProperty('server');
    }
  });

  it('of the trading routes are only what HTTP needs: their answers are read by programs', async () => {
    await started();
    for (const answer of [await api.post('/pretrade/check', GOOD_BODY), await api.post('/pretrade/check', {})]) {
      const names = Object.keys(answer.headers).sort();
      expect(names).toEqual(['connection', 'content-length', 'content-type', 'date', 'keep-alive']);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    }
  });
});
