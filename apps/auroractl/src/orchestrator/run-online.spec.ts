import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManualClock } from '@aurora/kernel';
import { auroractl, freshFolder, startAuroractl, type Running, type TestGate } from '../cli/run-auroractl.fixture';
import { AUTHOR } from './overlays';
import { Client, KEY, quietConfig, RunnerLog, startQuietGate } from './tuner.fixture';

jest.setTimeout(60_000);

const BASE = { guards: { spread_bps_limit: 70 } };
const CONFIG = {
  tuner: { min_decisions: 3, max_latency_p99_ms: 60_000, search_space: [{ key: KEY, type: 'float', low: 0, high: 5 }] },
};
const ARGS = ['tune', '--online', '--ttl', '60s', '--heartbeat', '500ms'];

let process: TestGate;
let gate: Client;
let env: Record<string, string>;

beforeEach(async () => {
  process = await startQuietGate();
  gate = new Client(process.url);
  await gate.apply(BASE, 'ops', 'production');
  // The folder in which the gate looks for a tuner.
  env = { ...process.env, AURORA_CONFIG: quietConfig(CONFIG), AURORA_RUN_DIR: process.runDir };
});
afterEach(() => process.stop());

const tune = (...more: string[]): Running => startAuroractl([...ARGS, ...more], { env });
const started = async (running: Running): Promise<Record<string, unknown>> =>
  JSON.parse(await running.line((line) => line.includes('"started"'))) as Record<string, unknown>;
const cycle = (running: Running, action: string): Promise<string> =>
  running.line((line) => line.includes('"cycle"') && line.includes(`"action":"${action}"`));
const statusAt = () => gate.get<Record<string, unknown>>('/orchestrator/status', 'api');

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = performance.now() + 20_000; !(await isTrue());) {
    if (performance.now() > end) throw new Error(`not within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('tries, is seen at the gate, serves metrics, and leaves the base behind at SIGTERM', async () => {
  const tuner = tune('--metrics-port', '0', '--study', 'mine');
  const { pid, dir, metrics_url: metricsUrl } = await started(tuner);
  expect([pid, dir]).toEqual([tuner.child.pid, join(process.runDir, 'tuner')]);
  await cycle(tuner, 'apply');
  expect(await gate.active()).toMatchObject({ author: AUTHOR, reason: 'trial 0 explore: no score so far' });
  await until(async () => (await statusAt())['running'] === true, 'running');
  expect(await statusAt()).toMatchObject({
    pid,
    mode: 'explore',
    study: { name: 'mine', running: 1 },
    base_author: 'ops',
  });
  const { events } = await gate.get<{ events: { event_code: string }[] }>('/orchestrator/events/tail?n=50', 'api');
  const codes = events.map(({ event_code: code }) => code);
  expect([codes.includes('ORCH.HEARTBEAT'), codes.includes('ORCH.PARAMETER_UPDATE')]).toEqual([true, true]);
  const metrics = await (await fetch(String(metricsUrl))).text();
  expect(metrics).toMatch(/^aurora_tuner_mode\{mode="explore"\} 1$/m);
  expect(metrics).toMatch(/^aurora_tuner_heartbeat_timestamp_seconds 1\d{9}/m);
  tuner.child.kill('SIGTERM');
  const { code, out, err } = await tuner.ended;
  expect([code, err.includes('"level":50')]).toEqual([0, false]);
  expect(JSON.parse(out.trim().split('\n').at(-1)!)).toEqual({ type: 'stopped', base_restored: true });
  expect(await gate.active()).toMatchObject({ overlay: BASE, author: 'ops', reason: 'production' });
  expect(await statusAt()).toMatchObject({ running: false, current: null, mode: 'idle' });
});

it('takes parameters that break a limit off again, by what the runner writes into its log', async () => {
  const session = freshFolder();
  const tuner = tune('--session', session);
  await cycle(tuner, 'apply');
  const runner = await RunnerLog.open(session, new ManualClock(Date.now() + 1));
  runner.trade(-500);
  await runner.close();
  const rejected = JSON.parse(await cycle(tuner, 'reject')) as Record<string, unknown>;
  expect(rejected).toMatchObject({ trial: 0, gate: 'broken', broken: [{ gate: 'cvar95', value: -0.05 }] });
  await cycle(tuner, 'restore');
  tuner.child.kill('SIGINT');
  expect((await tuner.ended).code).toBe(0);
  expect(await gate.active()).toMatchObject({ overlay: BASE, author: 'ops' });
});

it('is frozen and let go by command', async () => {
  const tuner = tune();
  await cycle(tuner, 'apply');
  const { code, out } = await auroractl(['tune', 'freeze', '--reason', 'listing', '--json'], { env });
  expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ frozen: true, was_frozen: false })]);
  await cycle(tuner, 'restore');
  expect(await gate.active()).toMatchObject({ overlay: BASE, author: 'ops' });
  await until(async () => (await statusAt())['mode'] === 'frozen', 'frozen');
  // On a busy machine a heartbeat may be late when one looks.
  await until(async () => {
    const shown = await auroractl(['tune', 'status', '--json'], { env });
    expect(JSON.parse(shown.out)).toMatchObject({ frozen: true, freeze_reason: 'listing', current: null });
    return shown.code === 0;
  }, 'status');
  expect((await auroractl(['tune', 'status'], { env })).out).toMatch(/^frozen +listing$/m);
  await auroractl(['tune', 'unfreeze'], { env });
  await until(async () => (await statusAt())['mode'] === 'explore', 'goes on');
});

it('that is killed shows as not running; the next one restores the base and asks the trial again', async () => {
  const killed = tune();
  await cycle(killed, 'apply');
  killed.child.kill('SIGKILL');
  await killed.ended;
  const { running, current } = await statusAt();
  expect([running, current]).toEqual([false, expect.objectContaining({ trial: 0 })]);
  expect((await auroractl(['tune', 'status'], { env })).code).toBe(1);
  expect(await gate.active()).toMatchObject({ author: AUTHOR });
  const next = tune();
  const restored = JSON.parse(await cycle(next, 'restore')) as Record<string, unknown>;
  expect(restored).toMatchObject({ trial: 0 });
  const again = JSON.parse(await cycle(next, 'apply')) as Record<string, unknown>;
  expect(again).toMatchObject({ trial: 1, params: (current as { params: object }).params });
  expect(await statusAt()).toMatchObject({ base_overlay: BASE, base_author: 'ops', study: { stale: 1, running: 1 } });
});

it('that stands still shows by its heartbeat', async () => {
  const tuner = tune();
  await cycle(tuner, 'apply');
  tuner.child.kill('SIGSTOP');
  await until(async () => (await statusAt())['running'] === false, 'not running');
  tuner.child.kill('SIGCONT');
  await until(async () => (await statusAt())['running'] === true, 'running again');
});

it('has its folder for itself', async () => {
  const first = tune();
  await started(first);
  const { code, err } = await tune().ended;
  expect([code, err]).toEqual([1, expect.stringMatching(new RegExp(`in use by process ${first.child.pid}`))]);
  expect(err).not.toMatch(/\n\s+at /);
});

it('beats on while the gate is away, and says what stands there when it must end without it', async () => {
  const tuner = tune();
  await cycle(tuner, 'apply');
  await process.stop();
  const status = () =>
    JSON.parse(readFileSync(join(process.runDir, 'tuner/status.json'), 'utf8')) as Record<string, unknown>;
  await until(async () => (status()['gate'] as { ok: boolean }).ok === false, 'the gate is missed');
  const before = status()['heartbeat_at'];
  await until(async () => status()['heartbeat_at'] !== before, 'it beats');
  tuner.child.kill('SIGTERM');
  const { code, err } = await tuner.ended;
  expect([code, err]).toEqual([1, expect.stringMatching(/could not be restored .* trial 0 may be in force at http/)]);
  expect(status()).toMatchObject({ current: { trial: 0 } });
});

it.each([
  ['no token', (): object => ({ AURORA_API_TOKEN: '' }), 2, /AURORA_API_TOKEN/],
  ['a wrong token', (): object => ({ AURORA_API_TOKEN: 'another-token-of-16' }), 1, /403.*AURORA_API_TOKEN/],
  ['live mode', (): object => ({ AURORA_CONFIG: live() }), 2, /live/],
])('refuses to begin with %s', async (_, changed, code, said) => {
  const ended = await auroractl(ARGS, { env: { ...env, ...changed() } });
  expect([ended.code, ended.err]).toEqual([code, expect.stringMatching(said)]);
  expect(ended.err).not.toMatch(/\n\s+at /);
  expect(await gate.active()).toMatchObject({ author: 'ops' });
});

function live(): string {
  const file = join(freshFolder(), 'live.yaml');
  writeFileSync(file, 'mode: live\n');
  return file;
}
