import { resolveConfig } from '@aurora/config';
import type { ActiveOverlay } from './gate-control';
import { OverlayWatch } from './overlay-watch';
import { TradingRules } from './trading-rules';

const BASE = resolveConfig({
  yaml: { value: { runner: { min_score: 0.3 }, parent_gate: { z_threshold: 1 } }, file: 'test' },
});
const NO_OVERLAY: ActiveOverlay = { overlay: {}, configHash: 'gate-0', author: null, reason: null };
const by = (overlay: ActiveOverlay['overlay'], configHash: string): ActiveOverlay => ({
  overlay,
  configHash,
  author: 'tuner',
  reason: 'trial 7',
});

/** A watch over a gate that says what it is told to say. */
function watched(says: ActiveOverlay | Error = NO_OVERLAY) {
  const gate = {
    says,
    activeOverlay: () => (gate.says instanceof Error ? Promise.reject(gate.says) : Promise.resolve(gate.says)),
  };
  const rules = new TradingRules(BASE.config);
  const emitted: { code: string; details: Record<string, unknown> }[] = [];
  const watch = new OverlayWatch({
    base: BASE,
    rules,
    gate,
    emit: (code, details) => void emitted.push({ code, details: details as Record<string, unknown> }),
  });
  const look = (next: ActiveOverlay | Error) => {
    gate.says = next;
    return watch.look();
  };
  return { watch, rules, emitted, look, codes: () => emitted.map(({ code }) => code) };
}

it('takes over what the overlay of the gate says of trading, and what it no longer says goes back', async () => {
  const { rules, emitted, look } = watched();
  const heard: number[] = [];
  rules.onSwitch(({ parentGate }) => heard.push(parentGate.zThreshold));
  await look(by({ parent_gate: { z_threshold: 0.5 }, reward: { expected_net_reward_threshold_bps: -10 } }, 'gate-1'));
  expect([rules.current.parentGate.zThreshold, rules.current.reward.expectedNetRewardThresholdBps]).toEqual([0.5, -10]);
  expect(rules.current.runner.minScore).toBe(0.3);
  expect(emitted.map(({ code, details }) => [code, details['gate_config_hash'] ?? details['settings']])).toEqual([
    ['CONFIG.SWITCHED', 'gate-1'],
    ['PARENT_GATE.RELOAD', expect.objectContaining({ z_threshold: 0.5 })],
  ]);
  expect(emitted[0]!.details).toMatchObject({ author: 'tuner', reason: 'trial 7' });
  await look(NO_OVERLAY);
  expect(rules.current.parentGate.zThreshold).toBe(1);
  expect(heard).toEqual([0.5, 1]);
});

it('says nothing while nothing changes, nor of a change that is not for it', async () => {
  const { codes, look } = watched();
  const overlay = by({ reward: { ttl_s: 33 } }, 'gate-1');
  await look(overlay);
  await look(overlay);
  // The gate has another configuration file than the runner; the overlay is the same.
  await look({ ...overlay, configHash: 'gate-2' });
  expect(codes()).toEqual(['CONFIG.SWITCHED']);
});

it.each([
  ['an unknown key', { runner: { min_scor: 0.1 } }, 'runner.min_scor'],
  ['a value out of bounds', { runner: { min_score: 2 } }, 'runner.min_score'],
  ['a mode, which is no matter of overlays', { mode: 'live' }, 'mode'],
])('keeps its rules when it cannot use the overlay, and says so once: %s', async (_, overlay, named) => {
  const { rules, emitted, look, codes } = watched();
  await look(by(overlay, 'gate-1'));
  await look(by(overlay, 'gate-1'));
  expect(codes()).toEqual(['HEALTH.ERROR']);
  expect(emitted[0]!.details).toMatchObject({ part: 'overlay', error: expect.stringContaining(named) });
  expect(rules.current).toBe(BASE.config);
  await look(by({ runner: { min_score: 0.2 } }, 'gate-2'));
  expect(rules.current.runner.minScore).toBe(0.2);
});

it('keeps its rules while the gate does not answer, says that once, and goes on', async () => {
  const { rules, codes, look } = watched();
  await look(by({ runner: { min_score: 0.2 } }, 'gate-1'));
  await look(new Error('ECONNREFUSED'));
  await look(new Error('ECONNREFUSED'));
  expect(rules.current.runner.minScore).toBe(0.2);
  await look(by({ runner: { min_score: 0.2 } }, 'gate-1'));
  expect(codes()).toEqual(['CONFIG.SWITCHED', 'HEALTH.ERROR', 'HEALTH.RECOVERY']);
});

it.each([
  ['an answer', by({ runner: { min_score: 0.2 } }, 'gate-1')],
  ['a failure', new Error('ECONNREFUSED')],
])('takes no notice of %s that comes after its end', async (_, late) => {
  const { watch, rules, look, codes } = watched();
  const looked = look(late);
  watch.stop();
  await looked;
  expect([codes(), rules.current]).toEqual([[], BASE.config]);
});

describe('in time', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('looks at once, then again and again until it is stopped', async () => {
    const { watch, rules, look } = watched(by({ runner: { min_score: 0.2 } }, 'gate-1'));
    await watch.start(1000);
    expect(rules.current.runner.minScore).toBe(0.2);
    const change = look(by({ runner: { min_score: 0.1 } }, 'gate-2'));
    await change;
    const asked = jest.spyOn(watch, 'look');
    await jest.advanceTimersByTimeAsync(3500);
    expect(asked).toHaveBeenCalledTimes(3);
    watch.stop();
    await jest.advanceTimersByTimeAsync(5000);
    expect(asked).toHaveBeenCalledTimes(3);
  });
});
