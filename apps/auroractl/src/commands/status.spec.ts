import { execFileSync } from 'node:child_process';
import { auroractl, startAuroractl, startGate, type TestGate } from '../cli/run-auroractl.fixture';
import type { GateStatus } from '../status/gate-status';

const GOOD = {
  order: { symbol: 'BTCUSDT', side: 'buy', qty: 1, price: 100 },
  market: { latency_ms: 5, spread_bps: 2, slip_bps_est: 0.5, a_bps: 10, b_bps: 40, score: 0.9 },
};
const WIDE = { ...GOOD, market: { ...GOOD.market, spread_bps: 500 } };

let gate: TestGate;
beforeEach(async () => {
  gate = await startGate();
});
afterEach(() => gate.stop('SIGKILL'));

const run = (...args: string[]) => auroractl(args, { env: gate.env });
const status = async (): Promise<GateStatus> => JSON.parse((await run('status', '--json')).out) as GateStatus;
const concerns = async (): Promise<string[]> => (await status()).concerns.map(({ code }) => code);

async function check(body: object, times = 1): Promise<void> {
  for (let n = 0; n < times; n++)
    await fetch(`${gate.url}/pretrade/check`, { method: 'POST', body: JSON.stringify(body) });
}

it('is fine, exit code 0, in plain text without a terminal', async () => {
  await check(GOOD);
  await check(WIDE);
  const { code, out, err } = await run('status');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^FINE\. The gate is up and lets orders through its guards\.\n\n/);
  for (const line of [
    /^gate +http:.*, version \d.*, up \d+s since 2\d{3}-.*Z$/m,
    /^mode +shadow$/m,
    /^armed +yes$/m,
    /^trading +ACTIVE$/m,
    /^health +ok, latency told by the bots p95 5\.0 ms$/m,
    /^last 15 min +2 decisions: 1 allowed, 1 denied \(50\.0 %\)$/m,
    /^ +spread +spread_bps_too_wide +1 +100\.0 % +█{20}$/m,
    /^own time +p99 [\d.]+ ms in the last/m,
    /^event log +ok, last event .*Z, 0 waiting, none lost since the start$/m,
    /^model +sigmoid@1 for all symbols, not fitted$/m,
    /^overlay +none$/m,
    /^tuner +none has run here$/m,
    /^risk +0 of \d+ positions, exposure [\d.]+ USDT, today .* size scale 1$/m,
  ])
    expect(out).toMatch(line);
  expect(out).not.toContain('not shown');
  expect(out).not.toContain('\u001b');
});

it('says everything that is wrong, the worst first, and what to do next, with exit code 1', async () => {
  for (const words of [['cooloff', '10m'], ['disarm'], ['state', 'reducing'], ['risk', 'set', '--size-scale', '0']])
    await run(...words);
  const { code, out } = await run('status');
  expect(code).toBe(1);
  expect(out).toMatch(
    /^NOT FINE\. 4 things are wrong:\n {2}! the gate is disarmed and allows nothing.*\n {4}→ `auroractl arm`/,
  );
  expect(out).toMatch(/cooling off for (10m00s|9m5\ds) more: no openings/);
  expect(await concerns()).toEqual(['disarmed', 'cool_off', 'trading_reducing', 'size_scale_zero']);
  await run('state', 'halted');
  expect(await concerns()).toEqual(['disarmed', 'trading_halted', 'cool_off', 'size_scale_zero']);
  for (const words of [['reset'], ['arm'], ['state', 'active'], ['risk', 'set', '--size-scale', '1']])
    await run(...words);
  expect(await concerns()).toEqual([]);
});

it('names the guard behind a storm of denials, from 20 decisions on', async () => {
  await check(WIDE, 19);
  expect(await concerns()).toEqual([]);
  await check(WIDE);
  const { concerns: found, decisions_15m: decided } = await status();
  expect(found).toMatchObject([
    { code: 'deny_rate', what: expect.stringMatching(/^100\.0 % .* 20 .* spread \(spread_bps/) },
  ]);
  expect(decided).toMatchObject({
    minutes: 15,
    decisions: 20,
    denied: 20,
    denials: [{ guard: 'spread', denied: 20, share: 1 }],
  });
});

it('sees a halt of the health guard', async () => {
  await gate.stop('SIGKILL');
  gate = await startGate({ AURORA_HALT_THRESHOLD_REPEATS: '1' });
  await check({ ...GOOD, market: { ...GOOD.market, latency_ms: 400 } });
  expect(await status()).toMatchObject({ health_state: 'halt', concerns: [{ code: 'halted' }], fine: false });
});

it('sees that the log cannot be written', async () => {
  execFileSync('prlimit', ['--pid', String(gate.pid), '--fsize=1:']);
  await check(GOOD);
  const { health, concerns: found } = await status();
  expect([health, found[0]]).toMatchObject(['degraded', { code: 'event_log' }]);
  // It tries to store its state in its own time.
  expect(['state_store', undefined]).toContain(found[1]?.code);
  const { code, out } = await auroractl(['status'], { env: { AURORA_API_URL: gate.url } });
  expect([code, out]).toEqual([1, expect.stringContaining('its log or its state cannot be written')]);
  expect(await run('health')).toMatchObject({ code: 1, out: expect.stringMatching(/^event log +NOT OK/m) });
});

it('shows what it may without a token, and names what is missing', async () => {
  await run('disarm');
  const { AURORA_API_URL, OPS_TOKEN, AURORA_API_TOKEN } = gate.env as Readonly<Record<string, string>>;
  const bare = { AURORA_API_URL: AURORA_API_URL! };
  const { code, out } = await auroractl(['status'], { env: bare });
  expect([code, out]).toEqual([1, expect.stringContaining('the gate is disarmed')]);
  expect(out).toMatch(/^not shown +.*model; risk \(OPS_TOKEN is not set\)$/m);
  expect(out).toMatch(/^not shown +who blocked what; overlay; tuner \(AURORA_API_TOKEN is not set\)$/m);
  const withApi = await auroractl(['status'], { env: { ...bare, AURORA_API_TOKEN: AURORA_API_TOKEN! } });
  expect(withApi.out).toMatch(/^overlay +none$/m);
  const wrong = await auroractl(['status'], { env: { ...bare, OPS_TOKEN: `${OPS_TOKEN}x` } });
  expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining('OPS_TOKEN is not the one this gate has')]);
});

it('has the same keys in JSON whatever could be had', async () => {
  const bare = await auroractl(['status', '--json'], { env: { AURORA_API_URL: gate.url } });
  expect(Object.keys(JSON.parse(bare.out) as object)).toEqual(Object.keys(await status()));
  expect(Object.keys(await status())).toEqual([
    'up',
    'fine',
    'concerns',
    'url',
    'checked_at',
    'health',
    'version',
    'started_at',
    'mode',
    'armed',
    'trading_state',
    'health_state',
    'guard',
    'decisions_15m',
    'latency_p99_ms',
    'event_log',
    'models',
    'neutral_symbols',
    'overlay',
    'tuner',
    'risk',
    'clock_offset_s',
    'not_shown',
  ]);
});

it('says in JSON too that nobody answers', async () => {
  const { code, out } = await auroractl(['status', '--json', '--url', 'http://127.0.0.1:1']);
  expect([code, JSON.parse(out)]).toMatchObject([
    3,
    { up: false, fine: false, error: expect.stringContaining('ECONNREFUSED') },
  ]);
});

it('watches a gate that is disarmed and goes, a block a look, and ends on SIGINT with what it saw last', async () => {
  const { child, ended, line } = startAuroractl(['status', '--watch', '500ms', '--json'], { env: gate.env });
  await line((text) => text.includes('"fine":true'));
  await run('disarm');
  await line((text) => text.includes('"code":"disarmed"'));
  await gate.stop();
  await line((text) => text.includes('"up":false'));
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 3, signal: null, err: '' });
});
