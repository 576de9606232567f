import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ErrorAnswer, HealthAnswer, PretradeCheckAnswer, StatusAnswer, VersionAnswer } from '@aurora/contracts';
import { REASONS } from '@aurora/gates';
import { ManualClock } from '@aurora/kernel';
import {
  API,
  bodyWith,
  envFor,
  START_MS,
  GOOD_BODY,
  settingsIn,
  tempFolder,
  TestApi,
  type ApiOptions,
} from '../api.fixture';
import { buildService } from '../child-api.fixture';
import { problemsOf } from '../shapes.fixture';
import { createLite } from './create-lite';
import { readDelayMs } from './delay';

const LIVE_TOKENS = { OPS_TOKEN: 'kd83hfK2mfb03hG6slqP0xZa', AURORA_API_TOKEN: 'm3Kd8Rk20fnXw71p' };

let api: TestApi;
const started = async (options: ApiOptions = {}, delayMs = 0): Promise<TestApi> =>
  (api = await TestApi.start({
    ...options,
    start: (settings, clock, newId) => createLite(settings, delayMs, { clock, newId }),
  }));

describe('its answers', () => {
  afterEach(() => api.end());

  it('allow an order whole, whatever its numbers, each with an id of its own', async () => {
    await started();
    const body = bodyWith({ spread_bps: 900, latencyms: 1 }, { qty: 2.5 });
    const answer = await api.check(body);
    expect(problemsOf(PretradeCheckAnswer, answer)).toEqual([]);
    expect(answer).toMatchObject({
      allow: true,
      max_qty: 2.5,
      reason: 'ok',
      hard_gate: false,
      observability: {
        gate_state: 'PASS',
        mode: 'shadow',
        spread_bps: 900,
        diagnostics: ['unknown_field:market.latencyms'],
      },
    });
    expect((await api.check(body))['decision_id']).not.toBe(answer['decision_id']);
    const { decision_id: _, ...least } = await api.check({ order: { symbol: 'BTC/USDT', side: 'sell', qty: 1e-9 } });
    expect(least).toMatchObject({ allow: true, max_qty: 1e-9 });
  });

  it.each([
    ['symbol', { symbol: 'DENYUSDT' }],
    ['symbol in another spelling', { symbol: 'deny/usdt' }],
    ['client_order_id', { client_order_id: 'bot-7-DENY-1' }],
  ])('deny what has DENY in its %s', async (_, order) => {
    await started();
    const answer = await api.check(bodyWith({}, order));
    expect(problemsOf(PretradeCheckAnswer, answer)).toEqual([]);
    expect(answer).toMatchObject({ allow: false, max_qty: 0, observability: { gate_state: 'BLOCK' } });
    expect(REASONS.has(answer['reason'] as never)).toBe(true);
  });

  it.each(['live', 'prod', 'LIVE'])('allow nothing to an account in %s mode', async (mode) => {
    await started();
    const answer = await api.check({ ...GOOD_BODY, account: { mode } });
    expect(problemsOf(PretradeCheckAnswer, answer)).toEqual([]);
    expect(answer).toMatchObject({ allow: false, max_qty: 0, reason: 'audit_unavailable', hard_gate: true });
  });

  it('are the same for the same req_id, and a conflict for another body', async () => {
    await started();
    const keyed = { ...GOOD_BODY, req_id: 'k' };
    const first = await api.post('/pretrade/check', keyed);
    expect((await api.post('/pretrade/check', keyed)).text).toBe(first.text);
    expect((await api.post('/pretrade/check', { ...keyed, fees_bps: 1 })).status).toBe(409);
    api.clock.advance(60_000);
    expect((await api.post('/pretrade/check', keyed)).text).not.toBe(first.text);
  });

  it('take reports, and say what and how it is', async () => {
    await started();
    const report = await api.post('/posttrade/log', { order_id: '1', symbol: 'BTCUSDT', status: 'filled' });
    expect([report.status, problemsOf(StatusAnswer, report.json)]).toEqual([200, []]);
    const version = await api.get('/version?x=1');
    expect([version.status, problemsOf(VersionAnswer, version.json)]).toEqual([200, []]);
    expect(version.json).toEqual({
      version: '1.2.3',
      git_revision: 'abc1234',
      order_profile: 'er_before_slip',
      lite: true,
    });
    const health = await api.get('/health');
    expect([health.status, problemsOf(HealthAnswer, health.json)]).toEqual([200, []]);
  });

  it.each([
    ['POST', '/pretrade/check', '{', 400],
    ['POST', '/pretrade/check', '{"order":{"symbol":"BTCUSDT","side":"buy","qty":0}}', 422],
    ['POST', '/pretrade/check', `"${'x'.repeat(65 * 1024)}"`, 413],
    ['POST', '/posttrade/log', '{}', 422],
    ['POST', '/health', '', 404],
    ['GET', '/pretrade/check', '', 404],
    ['GET', '/constructor', '', 404],
    ['GET', '/metrics', '', 404],
    ['POST', '/aurora/arm', '', 404],
  ] as const)('refuse as the gate does: %s %s', async (method, path, body, status) => {
    await started();
    const answer = await api.send(method, path, {}, body === '' ? undefined : body);
    expect([answer.status, problemsOf(ErrorAnswer, answer.json)]).toEqual([status, []]);
  });

  it('ask for the token where it is configured', async () => {
    await started({ config: { security: { require_token_for_trading: true } } });
    const ask = async (headers: object) => (await api.post('/pretrade/check', GOOD_BODY, headers)).status;
    expect([await ask({}), await ask({ 'x-auth-token': 'wrong' }), await ask(API)]).toEqual([401, 403, 200]);
  });

  it('come after the delay, and do not wait for each other', async () => {
    const delayMs = 200;
    await started({}, delayMs);
    await api.get('/health');
    const startedMs = performance.now();
    await Promise.all(Array.from({ length: 30 }, () => api.check()));
    const tookMs = performance.now() - startedMs;
    // A timer may be a millisecond early.
    expect(tookMs).toBeGreaterThanOrEqual(delayMs - 1);
    expect(tookMs).toBeLessThan(30 * delayMs);
  });
});

describe('its start and end', () => {
  const folder = tempFolder();
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['live', 'prod'])('is refused in %s mode', async (mode) => {
    const settings = settingsIn(folder, { env: { ...LIVE_TOKENS, AURORA_MODE: mode } });
    await expect(createLite(settings, 0)).rejects.toThrow('it never runs in live or prod mode');
  });

  it('answers what it has accepted before it ends', async () => {
    let accepted = (): void => undefined;
    const judged = new Promise<void>((resolve) => (accepted = resolve));
    const newId = (): string => {
      accepted();
      return 'last';
    };
    const lite = await createLite(settingsIn(folder), 100, { clock: new ManualClock(START_MS), newId });
    const asked = fetch(`${lite.url}/pretrade/check`, { method: 'POST', body: JSON.stringify(GOOD_BODY) });
    await judged;
    const stopped = lite.stop();
    expect(await (await asked).json()).toMatchObject({ allow: true, decision_id: 'last' });
    await stopped;
    await expect(fetch(`${lite.url}/health`)).rejects.toThrow();
  });

  it('fails where something listens already', async () => {
    await started();
    const env = { AURORA_API_PORT: new URL(api.url).port };
    await expect(createLite(settingsIn(folder, { env }), 0)).rejects.toThrow(
      /cannot listen on 127\.0\.0\.1, port \d+: .*/,
    );
    await api.end();
  });

  it.each([
    [undefined, 5],
    ['', 5],
    ['0', 0],
    ['2.5', 2.5],
    ['60000', 60_000],
  ])('reads a delay of %p as %p ms', (text, ms) => expect(readDelayMs(text)).toBe(ms));

  it.each(['-1', '60001', 'soon', 'NaN', '5ms'])('refuses a delay of %p', (text) =>
    expect(() => readDelayMs(text)).toThrow('AURORA_LITE_DELAY_MS must be a number of ms from 0 to 60000'),
  );
});

describe('its process', () => {
  const folder = tempFolder();
  beforeAll(buildService, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs it until it ends; told to stop when it listens. */
  const run = (env: Readonly<Record<string, string>>): Promise<{ code: number | null; out: string; err: string }> =>
    new Promise((resolve) => {
      const main = join(__dirname, '../../dist/lite/main.js');
      const child = spawn(process.execPath, [main], {
        cwd: folder,
        env: { PATH: process.env['PATH'], ...envFor(folder), ...env },
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (data: Buffer) => {
        out += data.toString();
        if (out.includes('\n')) child.kill('SIGTERM');
      });
      child.stderr.on('data', (data: Buffer) => (err += data.toString()));
      child.on('close', (code) => resolve({ code, out, err }));
    });

  it('says where it listens, and ends with 0 when it is told to stop', async () => {
    settingsIn(folder);
    const { code, out, err } = await run({});
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^\{"type":"listening","url":"http:\/\/127\.0\.0\.1:\d+"\}\n$/);
  }, 60_000);

  it.each([
    [{ AURORA_MODE: 'live', OPS_TOKEN: '', AURORA_API_TOKEN: '' }, 'it never runs in live or prod mode'],
    [{ AURORA_MODE: 'prod', ...LIVE_TOKENS }, 'it never runs in live or prod mode'],
    [{ AURORA_LITE_DELAY_MS: 'soon' }, 'AURORA_LITE_DELAY_MS must be'],
    [{ AURORA_API_PORT: 'none' }, 'api.port'],
  ] as const)(
    'ends with 2 and says why: %j',
    async (env, why) => {
      const { code, out, err } = await run(env as unknown as Record<string, string>);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^aurora-api-lite cannot start/);
      expect(err).toContain(why);
      expect(err).not.toContain('    at ');
    },
    60_000,
  );
});
