import { createServer } from 'node:http';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { API_TOKEN, auroractl, freshFolder, OPS_TOKEN, startGate, type TestGate } from '../cli/run-auroractl.fixture';

let gate: TestGate;
beforeAll(async () => {
  gate = await startGate();
});
beforeEach(async () => {
  for (const path of ['/ops/reset', '/aurora/arm', '/ops/trading_state/active'])
    await fetch(gate.url + path, { method: 'POST', headers: { 'x-ops-token': gate.env['OPS_TOKEN']! } });
});

const run = (...args: string[]) => auroractl(args, { env: gate.env });
const json = async (...args: string[]): Promise<Record<string, unknown>> => {
  const { code, out, err } = await run(...args, '--json');
  if (code !== 0) throw new Error(`${code}: ${err}`);
  expect(err).toBe('');
  return JSON.parse(out) as Record<string, unknown>;
};

const STATE_KEYS = [
  'armed',
  'halted',
  'in_cooloff',
  'cooloff_until_ms',
  'warns_5m',
  'p95_ms',
  'halt_until_ms',
  'trading_state',
];

const WRONG_LINES = [
  'cooloff 0',
  'cooloff 604801',
  'cooloff 1500ms',
  'cooloff -1',
  'cooloff',
  'cooloff 1 2',
  'state HALTED',
  'arm now',
  'risk',
  'risk set',
  'risk set --size-scale 1.1',
  'risk set --dd-day-pct 100.5',
  'risk set --max-concurrent 1.5',
  'overlay apply',
  'status --watch 499ms',
  'status --url localhost',
];

describe('the state of a gate', () => {
  it('is disarmed and armed', async () => {
    expect(await json('disarm')).toMatchObject({ armed: false });
    expect(await json('state')).toMatchObject({ armed: false, mode: 'shadow' });
    const again = await run('disarm');
    expect([again.code, again.err]).toEqual([0, 'The gate was disarmed already.\n']);
    expect(again.out).toContain('NO, the gate allows nothing');
    const arm = await run('arm');
    expect([arm.code, arm.err]).toEqual([0, 'Armed.\n']);
    expect(await json('state')).toMatchObject({ armed: true });
  });

  it('cools off for as long as said, in whatever unit, and never shorter', async () => {
    const before = await json('state');
    const first = await json('cooloff', '2m');
    expect(Object.keys(first)).toEqual(STATE_KEYS);
    expect((first['cooloff_until_ms'] as number) - (before['now_ms'] as number)).toBeGreaterThanOrEqual(120_000);
    expect(await json('cooloff', '119')).toMatchObject({ cooloff_until_ms: first['cooloff_until_ms'] });
    const { code, out, err } = await run('cooloff', '10s');
    expect([code, err]).toEqual([0, 'A longer cool-off is running, and stays. `auroractl reset` ends it.\n']);
    expect(out).toMatch(/^health +cooling off, (2m00s|1m\d\ds) left$/m);
    expect(await json('reset')).toMatchObject({ in_cooloff: false, cooloff_until_ms: null });
  });

  it('is halted, reduced and made active', async () => {
    expect((await run('state', 'halted')).err).toBe('Trading state: ACTIVE → HALTED.\n');
    expect(await json('state', 'reducing')).toMatchObject({ trading_state: 'REDUCING' });
    expect((await run('state', 'reducing')).err).toBe('The trading state was REDUCING already.\n');
    expect((await run('state')).out).toMatch(/^trading state +REDUCING, only what makes/m);
    expect(await json('state', 'active')).toMatchObject({ trading_state: 'ACTIVE' });
  });

  it('is not touched by a wrong command line', async () => {
    for (const line of WRONG_LINES) {
      const { code, out, err } = await run(...line.split(' '));
      expect([line, code, out]).toEqual([line, 2, '']);
      expect(err).not.toMatch(/^\s+at /m);
    }
    expect(await json('state')).toMatchObject({ armed: true, in_cooloff: false, trading_state: 'ACTIVE' });
  });
});

describe('risk limits', () => {
  it('are shown and set; what is not given stays', async () => {
    const before = await json('risk', 'show');
    expect(Object.keys(before)).toEqual([
      'dd_day_pct',
      'max_concurrent',
      'size_scale',
      'pnl_today_pct',
      'pnl_today_usdt',
      'open_positions',
      'exposure_usdt',
    ]);
    expect(await json('risk', 'set', '--size-scale', '0', '--max-concurrent', '0')).toMatchObject({
      size_scale: 0,
      max_concurrent: 0,
      dd_day_pct: before['dd_day_pct'],
    });
    const { code, out, err } = await run('risk', 'set', '--size-scale', '1', '--dd-day-pct', '100');
    expect([code, err]).toEqual([0, 'size_scale: 0 → 1\n']);
    expect(out).toMatch(/^size scale +1$/m);
    expect((await run('risk', 'set', '--size-scale', '1')).err).toContain('Nothing changed');
    await run('risk', 'set', '--max-concurrent', '10');
  });
});

describe('health', () => {
  it('asks all three probes', async () => {
    expect(await json('health')).toMatchObject({
      ok: true,
      url: gate.url,
      health: { status: 'healthy' },
      liveness: { status: 'healthy' },
      readiness: { event_log_ok: true, state_store_ok: true },
    });
  });

  it('asks what it may without a token, and says which is missing', async () => {
    const { code, out } = await auroractl(['health'], { env: { AURORA_API_URL: gate.url } });
    expect(code).toBe(0);
    expect(out).toContain('liveness and readiness: OPS_TOKEN is not set');
  });
});

describe('a new token from standard input', () => {
  const rotate = (stdin: string, ...args: string[]) => auroractl(['rotate-token', ...args], { env: gate.env, stdin });

  it.each([
    ['', 'there is no new token on standard input'],
    ['\n', 'there is no new token on standard input'],
    ['x'.repeat(23), 'it needs at least 24'],
    [`${'x'.repeat(23)}\n`, 'it needs at least 24'],
    [`${'x'.repeat(12)} ${'x'.repeat(12)}`, 'printable ASCII without blanks'],
    [`${'x'.repeat(24)}\n${'y'.repeat(24)}\n`, 'printable ASCII without blanks, on one line'],
  ])('is refused before it is sent: %j', async (stdin, said) => {
    const { code, out, err } = await rotate(stdin);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(said)]);
    expect(err).not.toContain('xxx');
  });

  it('is never taken from the command line', async () => {
    const secret = 'zD4k_Ty7Qm-1Vb8Ns3Xe6Lg0Rw';
    const { code, err } = await rotate('', secret);
    expect([code, err]).toEqual([2, expect.stringContaining('never taken from the command line')]);
    expect(err).not.toContain(secret);
    expect((await run('state')).code).toBe(0);
  });

  it('is refused by the gate when it is the one that bots hold, field by field', async () => {
    const token = 'pW5u_Gj8tXe1-Kf7rNb2Qc9Ld4';
    const other = await startGate({ AURORA_API_TOKEN: token });
    const { code, err } = await auroractl(['rotate-token'], { env: { ...other.env }, stdin: token });
    expect([code, err]).toEqual([1, expect.stringMatching(/422.*\n {2}new_token: must differ from the API token/)]);
    await other.stop();
  });

  it('of 24 characters is in force at once, and says what must follow', async () => {
    const token = 'zD4k_Ty7Qm-1Vb8Ns3Xe6Lg0'.slice(0, 24);
    const { code, out, err } = await rotate(`${token}\r\n`);
    expect([code, out]).toEqual([0, 'The ops token is replaced; the old one is refused from now on.\n']);
    expect(err).toContain('Set the new one as OPS_TOKEN in .env');
    expect(out + err).not.toContain(token);
    expect(await run('state')).toMatchObject({ code: 1, err: expect.stringContaining('is OPS_TOKEN the one') });
    gate = { ...gate, env: { ...gate.env, OPS_TOKEN: token } };
    expect((await run('state')).code).toBe(0);
  });
});

describe('a gate that cannot be asked', () => {
  const NO_GATE = 'http://127.0.0.1:1';
  const ASKING = ['status', 'health', 'metrics'];
  const ACTING = ['arm', 'disarm --yes', 'state', 'risk show', 'overlay rollback'];

  it('is unreachable, with exit code 3 and one line that says where it was looked for', async () => {
    const env = { OPS_TOKEN, AURORA_API_TOKEN: API_TOKEN };
    for (const line of [...ASKING, ...ACTING]) {
      const { code, out, err } = await auroractl([...line.split(' '), '--url', NO_GATE], { env });
      expect([line, code, out]).toEqual([line, 3, '']);
      expect(err).toMatch(
        /^auroractl: the gate at http:\/\/127\.0\.0\.1:1 does not answer \(ECONNREFUSED\); .*--url\n$/,
      );
    }
  });

  it('is unreachable when it stays silent', async () => {
    const other = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { code, err } = await auroractl(['health', '--url', url]);
    other.closeAllConnections();
    other.close();
    expect([code, err]).toEqual([3, expect.stringContaining('does not answer (silent for 5 s)')]);
  });

  it('names the token that is missing', async () => {
    for (const line of ACTING) {
      const { code, out, err } = await auroractl(line.split(' '), { env: { AURORA_API_URL: gate.url } });
      expect([line, code, out]).toEqual([line, 2, '']);
      expect(err).toMatch(/needs a token: set (OPS_TOKEN|AURORA_API_TOKEN) in the environment or in \.env/);
    }
  });

  it('is told from something else that listens there', async () => {
    const other = createServer((_, response) => response.end('<html>')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { code, err } = await auroractl(['status', '--url', url]);
    other.close();
    expect([code, err]).toEqual([1, expect.stringContaining('is no JSON; is it an Aurora gate?')]);
  });

  it('is reached by name although the configuration here is broken', async () => {
    const cwd = freshFolder();
    writeFileSync(join(cwd, 'broken.yaml'), 'guards: { spread_bps: 1 }\n');
    const env: Readonly<Record<string, string>> = { ...gate.env, AURORA_CONFIG: 'broken.yaml' };
    expect(await auroractl(['state'], { env, cwd })).toMatchObject({ code: 0 });
    const { AURORA_API_URL: _, ...nameless } = env;
    const { code, err } = await auroractl(['state'], { env: nameless, cwd });
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/guards\.spread_bps[^]*To reach a running gate all the same/),
    ]);
  });
});
