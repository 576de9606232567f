import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOrchestratorStatus } from '@aurora/contracts';
import type { TestGate } from '../cli/run-auroractl.fixture';
import { AUTHOR } from './overlays';
import { removeFreeze, writeFreeze } from './tuner-folder';
import { BEAT_MS, Client, KEY, newWorld, startQuietGate, TestTuner, TTL_MS, type World } from './tuner.fixture';

jest.setTimeout(30_000);

const BASE = { guards: { spread_bps_limit: 70 }, reward: { ttl_s: 300 } };

let process: TestGate;
let gate: Client;
let world: World;
let tuner: TestTuner;

beforeEach(async () => {
  process = await startQuietGate();
  gate = new Client(process.url);
  await gate.apply(BASE, 'ops', 'production');
  world = await newWorld();
});
afterEach(async () => {
  await tuner.vanish();
  await world.runner.close();
  await process.stop();
});

const start = async (more: Parameters<typeof TestTuner.start>[2] = {}): Promise<TestTuner> =>
  (tuner = await TestTuner.start(world, gate, more));
const status = () => JSON.parse(readFileSync(join(world.dir, 'status.json'), 'utf8')) as Record<string, unknown>;
const inForce = async () => {
  const { overlay, author, reason } = await gate.active();
  return { overlay, author, reason };
};
const THE_BASE = { overlay: BASE, author: 'ops', reason: 'production' };

/** What keeps every limit. */
async function goodTime(): Promise<void> {
  await gate.decide(6, 1);
  world.runner.outcomes(4);
  for (const net of [20, -5, 30]) world.runner.trade(net);
}

/** Leaves one trial behind that is the best. */
async function withBest(): Promise<void> {
  await start();
  await tuner.after(0);
  await goodTime();
  await tuner.after(TTL_MS);
  expect(tuner.study.best()).toMatchObject({ number: 0, status: 'passed' });
  tuner.told();
}

describe('a trial', () => {
  it('stands in the gate over the base, with author and reason, and in status, events and study', async () => {
    await start();
    expect(await tuner.after(0)).toBe(BEAT_MS);
    const { params } = tuner.study.trial(0);
    const { overlay, author, reason } = await inForce();
    expect(overlay).toEqual({ ...BASE, reward: { ttl_s: 300, expected_net_reward_threshold_bps: params[KEY] } });
    expect([author, reason]).toEqual([AUTHOR, 'trial 0 explore: no score so far']);
    const said = status();
    expect(said).toMatchObject({
      mode: 'explore',
      current: { trial: 0, params, ttl_ms: TTL_MS },
      base_overlay: BASE,
      base_author: 'ops',
      study: { trials: 1, running: 1 },
      gate: { ok: true },
    });
    expect(parseOrchestratorStatus({ ...said, running: true }).ok).toBe(true);
    const [update] = await tuner.events('ORCH.PARAMETER_UPDATE');
    expect(update!.details).toMatchObject({
      action: 'apply',
      mode: 'explore',
      trial: 0,
      params,
      score: null,
      gate: 'pending',
    });
  });

  it('that keeps every limit is the best, and is used from then on', async () => {
    await start({ exploreRatio: 0 });
    await tuner.after(0);
    await goodTime();
    await tuner.after(TTL_MS - 1);
    expect(tuner.state.standing!.score).toBeGreaterThan(0);
    expect(tuner.told()).toEqual(['apply']);
    await tuner.after(1);
    expect(tuner.told()).toEqual(['complete', 'restore', 'apply']);
    expect(tuner.study.trial(0)).toMatchObject({ status: 'passed', attributes: { decisions: 7, trades: 3, ece: 0 } });
    expect(await inForce()).toMatchObject({
      author: AUTHOR,
      reason: expect.stringMatching(/^trial 0 exploit: best score so far/),
    });
    const { config_hash } = await gate.active();
    await tuner.after(TTL_MS);
    await tuner.after(TTL_MS);
    // In use again and again: no switch.
    expect(tuner.told()).toEqual(['complete', 'complete']);
    expect((await gate.active()).config_hash).toBe(config_hash);
    expect(tuner.study.trials).toHaveLength(1);
  });

  it.each([
    ['deny_rate', () => gate.decide(2, 4)],
    ['cvar95', async () => world.runner.trade(-300)],
    ['ece', async () => world.runner.outcomes(4, 0.9)],
  ])('that breaks %s is off at the next look, and the base is back as it was', async (broken, harm) => {
    await start();
    await tuner.after(0);
    await gate.decide(3);
    await tuner.after(BEAT_MS);
    expect(tuner.told()).toEqual(['apply']);
    await harm();
    await tuner.after(BEAT_MS);
    expect(tuner.told()).toEqual(['reject', 'restore']);
    expect(await inForce()).toEqual(THE_BASE);
    expect(tuner.study.trial(0)).toMatchObject({ status: 'rejected', attributes: { broken: [{ gate: broken }] } });
    const rejected = (await tuner.events('ORCH.PARAMETER_UPDATE')).find(
      ({ details }) => details['action'] === 'reject',
    );
    expect(rejected!.details).toMatchObject({ gate: 'broken', broken: [{ gate: broken }] });
    expect(tuner.state.rollbacks).toBe(1);
    await tuner.after(BEAT_MS);
    expect(status()).toMatchObject({ current: { trial: 1 }, study: { rejected: 1, running: 1 } });
  });

  it('is not judged by too few decisions, however bad; it gets its time once more and is then without a verdict', async () => {
    await start();
    await tuner.after(0);
    await gate.decide(0, 3);
    await tuner.after(TTL_MS);
    expect(tuner.told()).toEqual(['apply', 'extend']);
    expect(await inForce()).toMatchObject({ author: AUTHOR });
    await tuner.after(TTL_MS - 1);
    expect(tuner.told()).toEqual([]);
    await tuner.after(1);
    expect(tuner.told()).toEqual(['fail', 'restore']);
    expect(tuner.study.trial(0)).toMatchObject({
      status: 'failed',
      score: null,
      attributes: { failure: 'inconclusive: 3 decisions, 4 are needed' },
    });
    expect(await inForce()).toEqual(THE_BASE);
  });

  it('of which a limit was never measured has not kept it', async () => {
    await start();
    await tuner.after(0);
    await gate.decide(10);
    await tuner.after(TTL_MS);
    await tuner.after(TTL_MS);
    expect(tuner.told()).toEqual(['apply', 'extend', 'reject', 'restore', 'apply']);
    const { broken } = tuner.study.trial(0).attributes;
    expect(broken).toEqual([
      { gate: 'ece', value: null, limit: 0.05 },
      { gate: 'cvar95', value: null, limit: -0.02 },
    ]);
  });

  it('whose overlay the gate refuses has failed, and the next one waits', async () => {
    await start({ space: [{ name: 'guards.spread_bps_limit', type: 'int', low: -9, high: -5 }] });
    await tuner.after(0);
    expect(tuner.told()).toEqual(['fail', 'restore']);
    expect(tuner.study.trial(0).attributes['failure']).toMatch(
      /the gate refused the overlay: .*guards.spread_bps_limit/s,
    );
    expect(await inForce()).toEqual(THE_BASE);
    await tuner.after(BEAT_MS - 1);
    expect(tuner.study.trials).toHaveLength(1);
    await tuner.after(1);
    expect(tuner.study.trials).toHaveLength(2);
  });

  it('takes the counters up again when the gate starts anew', async () => {
    await start();
    await tuner.after(0);
    await gate.decide(2, 1);
    await tuner.after(BEAT_MS);
    const { runDir, sessionDir, url } = process;
    await process.stop();
    expect(await tuner.after(BEAT_MS)).toBeLessThan(BEAT_MS);
    expect(tuner.state.gateError).toMatch(/does not answer/);
    process = await startQuietGate({
      AURORA_RUN_DIR: runDir,
      AURORA_SESSION_DIR: sessionDir,
      AURORA_API_PORT: new URL(url).port,
    });
    await tuner.after(BEAT_MS);
    expect(tuner.told()).toEqual(['apply']);
    await goodTime();
    await tuner.after(TTL_MS);
    expect(tuner.told().slice(0, 2)).toEqual(['complete', 'restore']);
    expect(tuner.study.trial(0).attributes).toMatchObject({ decisions: 10, deny_rate: 0.2 });
  });
});

describe('the best', () => {
  it('is used in most turns, and the seed says in which not', async () => {
    await withBest();
    const modes: unknown[] = [];
    await tuner.vanish();
    await start({ exploreRatio: 0.3 });
    for (let turn = 0; turn < 40; turn++) {
      await tuner.after(turn === 0 ? 0 : TTL_MS);
      modes.push(tuner.state.mode);
      if (tuner.state.mode === 'explore') await goodTime();
    }
    const explored = modes.map((mode) => (mode === 'explore' ? 1 : 0)).join('');
    expect(explored).toBe('0100000000101001101000011000000100011011');
    expect(tuner.study.trials).toHaveLength(1 + explored.replaceAll('0', '').length);
  });

  it('that breaks a limit in use is off, and not the best any more', async () => {
    await withBest();
    await tuner.vanish();
    await start({ exploreRatio: 0 });
    await tuner.after(0);
    expect(tuner.state.mode).toBe('exploit');
    await gate.decide(1, 5);
    await tuner.after(BEAT_MS);
    expect(tuner.told().slice(-3)).toEqual(['apply', 'reject', 'restore']);
    expect((await gate.active()).overlay).toEqual(BASE);
    expect([tuner.study.best(), tuner.study.trial(0).status]).toEqual([null, 'rejected']);
    await tuner.after(BEAT_MS);
    expect(tuner.state.mode).toBe('explore');
  });
});

describe('a freeze', () => {
  it('is followed at the next look, wherever a turn is, and its trial comes again afterwards', async () => {
    await start();
    await tuner.after(0);
    const { params } = tuner.study.trial(0);
    await writeFreeze(world.dir, 'listing at noon');
    await tuner.after(BEAT_MS);
    expect(await inForce()).toEqual(THE_BASE);
    expect(tuner.told()).toEqual(['apply', 'abort', 'restore']);
    await tuner.after(10 * TTL_MS);
    expect(status()).toMatchObject({ mode: 'frozen', frozen: true, freeze_reason: 'listing at noon', current: null });
    expect([tuner.told(), tuner.study.trials.length]).toEqual([[], 1]);
    expect((await tuner.events('ORCH.HEARTBEAT')).at(-1)!.details).toMatchObject({ mode: 'frozen', frozen: true });
    await removeFreeze(world.dir);
    await tuner.after(BEAT_MS);
    expect(tuner.study.trial(1)).toMatchObject({ status: 'running', params, repeats: 0 });
  });

  it('holds from the start on', async () => {
    await writeFreeze(world.dir, '');
    await start();
    await tuner.after(0);
    expect([tuner.study.trials.length, tuner.state.mode]).toEqual([0, 'frozen']);
    expect(await inForce()).toEqual(THE_BASE);
  });
});

describe('an overlay of somebody else', () => {
  const THEIRS = { guards: { spread_bps_limit: 40 } };

  it.each([
    ['applied', () => gate.apply(THEIRS, 'lena'), THEIRS],
    ['rolled back to', () => gate.post('/overlay/rollback', 'api'), BASE],
  ])('%s is the base from then on, and is left alone for a turn', async (_, change, base) => {
    await start();
    await tuner.after(0);
    await change();
    const theirs = await gate.active();
    await tuner.after(BEAT_MS);
    expect(tuner.told()).toEqual(['apply', 'abort']);
    expect(tuner.study.trial(0)).toMatchObject({
      status: 'failed',
      attributes: { failure: expect.stringMatching(/^aborted: /) },
    });
    expect(await gate.active()).toEqual(theirs);
    expect(tuner.state).toMatchObject({ conflicts: 1, standing: null, base: { overlay: base } });
    await tuner.after(TTL_MS - BEAT_MS);
    expect(await gate.active()).toEqual(theirs);
    await tuner.after(BEAT_MS);
    expect((await gate.active()).overlay).toMatchObject({
      ...base,
      reward: { expected_net_reward_threshold_bps: expect.any(Number) },
    });
  });

  it('between two turns is the base of the next one', async () => {
    await writeFreeze(world.dir, '');
    await start();
    await tuner.after(0);
    await gate.apply(THEIRS, 'lena');
    await tuner.after(BEAT_MS);
    expect(tuner.state).toMatchObject({ conflicts: 0, base: { overlay: THEIRS, author: 'lena' } });
    expect(await gate.active()).toMatchObject({ overlay: THEIRS, author: 'lena' });
  });
});

it('leaves a model alone that is put in force meanwhile, and keeps it with the base', async () => {
  await start();
  await tuner.after(0);
  const trial = await gate.active();
  const model = { artifact: null };
  await gate.apply({ ...trial.overlay, calibrator: model }, 'wisescalp-runner', 'refit');
  await tuner.after(BEAT_MS);
  expect([tuner.told(), tuner.state.conflicts]).toEqual([['apply'], 0]);
  await gate.decide(0, 5);
  await tuner.after(BEAT_MS);
  expect(tuner.told()).toEqual(['reject', 'restore']);
  expect((await gate.active()).overlay).toEqual({ ...BASE, calibrator: model });
  expect(tuner.state.base).toMatchObject({ author: 'ops', overlay: { ...BASE, calibrator: model } });
});

describe('a tuner that was killed', () => {
  it.each(['explore', 'exploit'])('in %s: the next one restores the base and asks the trial again', async (mode) => {
    if (mode === 'exploit') {
      await withBest();
      await tuner.vanish();
      await start({ exploreRatio: 0 });
    } else await start();
    await tuner.after(0);
    expect(tuner.state.mode).toBe(mode);
    const [last] = tuner.study.trials.slice(-1);
    await tuner.vanish();
    expect(await inForce()).toMatchObject({ author: AUTHOR });
    await writeFreeze(world.dir, 'look first');
    await start();
    expect(status()).toMatchObject({ current: { trial: last!.number } });
    await tuner.after(BEAT_MS);
    expect((await gate.active()).overlay).toEqual(BASE);
    expect(tuner.state.base).toMatchObject({ author: 'ops' });
    expect(tuner.study.trial(last!.number).status).toBe(mode === 'explore' ? 'stale' : 'passed');
    await removeFreeze(world.dir);
    await tuner.after(BEAT_MS);
    if (mode === 'explore') expect(tuner.study.trial(1)).toMatchObject({ repeats: 0, params: last!.params });
  });

  it('and whose folder is lost: the next one takes off what has its name on it', async () => {
    await start();
    await tuner.after(0);
    await tuner.vanish();
    world = { ...(await newWorld()), runner: world.runner };
    await writeFreeze(world.dir, '');
    await start();
    await tuner.after(0);
    expect(await inForce()).toEqual(THE_BASE);
    expect(tuner.state.base).toMatchObject({ overlay: BASE, author: 'ops' });
  });
});

describe('its end', () => {
  it('puts the base back and gives the trial up, to be asked again', async () => {
    await start();
    await tuner.after(0);
    expect(await tuner.orchestrator.end()).toBe(true);
    expect(await inForce()).toEqual(THE_BASE);
    expect(status()).toMatchObject({ mode: 'idle', current: null, study: { stale: 1, running: 0 } });
  });

  it('before it ever reached the gate has nothing to put back', async () => {
    await start();
    await process.stop();
    await tuner.after(0);
    expect(tuner.state).toMatchObject({ mode: 'idle', base: null });
    expect(await tuner.orchestrator.end()).toBe(true);
  });
});
