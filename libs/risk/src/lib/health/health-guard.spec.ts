import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultsOf } from '@aurora/kernel';
import fc from 'fast-check';
import { healthConfig, type HealthConfig } from './health-config';
import { HealthGuard } from './health-guard';

const guardWith = (config: Partial<HealthConfig> = {}) =>
  new HealthGuard({ ...defaultsOf(healthConfig).aurora, ...config });

/** Every sample of 31 ms is a warning of its own. */
const WARNS_ALWAYS = { haltThresholdRepeats: 1000, cooloffBaseSec: 0, latencyWindowSec: 1 };

describe('HealthGuard', () => {
  it('has the documented defaults', () => {
    expect(defaultsOf(healthConfig).aurora).toEqual({
      latencyGuardMs: 30,
      latencyWindowSec: 60,
      cooloffBaseSec: 120,
      haltThresholdRepeats: 2,
      latencyMinSamples: 1,
      latencyWarnIntervalS: 0,
    });
  });

  it('warns above the threshold, not at it', () => {
    expect(guardWith().record(30, 0)).toEqual({ ok: true, p95: 30, warned: false, escalation: null });
    expect(guardWith().record(30.0001, 0)).toEqual({ ok: false, p95: 30.0001, warned: true, escalation: 'cooloff' });
  });

  it('cools off on a first warning and halts on one during the cool-off, once', () => {
    const guard = guardWith({ haltThresholdRepeats: 100 });
    guard.record(31, 1000);
    expect(guard.enforce(1000)).toEqual({ allow: false, reason: 'latency_cooloff', cooldownMs: 120_000 });
    expect(guard.record(31, 2000).escalation).toBe('halt');
    expect(guard.record(31, 3000)).toMatchObject({ warned: true, escalation: null });
    expect(guard.enforce(1e9)).toEqual({ allow: false, reason: 'latency_halt', cooldownMs: 0 });
  });

  it('lets orders go exactly when the cool-off ends', () => {
    const guard = guardWith();
    guard.record(31, 0);
    expect(guard.enforce(119_999.5)).toEqual({ allow: false, reason: 'latency_cooloff', cooldownMs: 0.5 });
    expect(guard.enforce(120_000)).toEqual({ allow: true, reason: null, cooldownMs: 0 });
  });

  it.each([
    [1, 1],
    [2, 2],
    [5, 5],
  ])('halts at %i repeats with warning number %i when no cool-off runs', (haltThresholdRepeats, expected) => {
    const guard = guardWith({ haltThresholdRepeats, cooloffBaseSec: 0 });
    let warnings = 0;
    while (!guard.snapshot(0).halted) guard.record(31, warnings++ * 1000);
    expect(warnings).toBe(expected);
  });

  it('counts warnings of the last 300 s, one exactly that old included', () => {
    const config = { haltThresholdRepeats: 2, cooloffBaseSec: 0, latencyWindowSec: 1 };
    const inside = guardWith(config);
    inside.record(31, 0);
    expect(inside.record(31, 300_000).escalation).toBe('halt');
    const outside = guardWith(config);
    outside.record(31, 0);
    expect(outside.record(31, 300_001).escalation).toBe('cooloff');
    expect(outside.snapshot(300_001).warns5m).toBe(1);
  });

  it('forgets warnings as they grow old, whether or not another comes', () => {
    const guard = guardWith({ haltThresholdRepeats: 9, cooloffBaseSec: 0, latencyWindowSec: 1 });
    for (const nowMs of [0, 0, 10_000]) guard.record(31, nowMs);
    const counts = [10_000, 300_000, 300_001, 310_000, 310_001, 5].map((nowMs) => guard.snapshot(nowMs).warns5m);
    expect(counts).toEqual([3, 3, 1, 1, 0, 0]);
    expect(guard.exportState().warnsMs).toEqual([0, 0, 10_000]);
    const again = guardWith();
    again.restore(guard.exportState());
    expect([300_000, 300_001, 310_001].map((nowMs) => again.snapshot(nowMs).warns5m)).toEqual([3, 1, 0]);
  });

  it('counts and exports warnings as a list of them would, whoever looks in between', () => {
    const history = fc.array(fc.tuple(fc.nat(150_000), fc.constantFrom('warn', 'look', 'restart', 'reset')));
    fc.assert(
      fc.property(history, (steps) => {
        let guard = guardWith(WARNS_ALWAYS);
        let warnings: number[] = [];
        let nowMs = 0;
        for (const [afterMs, step] of steps) {
          nowMs += afterMs;
          const recent = () => warnings.filter((atMs) => atMs >= nowMs - 300_000);
          if (step === 'warn') {
            guard.record(31, nowMs);
            warnings = [...recent(), nowMs];
          } else if (step === 'look') {
            expect(guard.snapshot(nowMs).warns5m).toBe(recent().length);
          } else if (step === 'restart') {
            const { warnsMs } = guard.exportState();
            expect(warnsMs).toEqual(warnings);
            guard = guardWith(WARNS_ALWAYS);
            guard.restore({ armed: true, halted: false, cooloffUntilMs: 0, warnsMs });
          } else {
            guard.reset();
            warnings = [];
          }
        }
      }),
    );
  });

  it('warns again after a restart with a clock that was set back', () => {
    const before = guardWith(WARNS_ALWAYS);
    before.record(31, 3_600_000);
    const guard = guardWith({ ...WARNS_ALWAYS, latencyWarnIntervalS: 5 });
    guard.restore(before.exportState());
    expect(guard.record(31, 1000)).toMatchObject({ warned: true });
    expect(guard.record(31, 2000)).toMatchObject({ warned: false });
  });

  it('does not judge fewer samples than min_samples', () => {
    const guard = guardWith({ latencyMinSamples: 3 });
    expect(guard.record(1000, 0).ok).toBe(true);
    expect(guard.record(1000, 1).ok).toBe(true);
    expect(guard.record(1000, 2)).toMatchObject({ ok: false, warned: true });
  });

  it('warns at most once per interval: the second slow sample is no second warning', () => {
    const guard = guardWith({ latencyWarnIntervalS: 5 });
    guard.record(31, 0);
    expect(guard.record(31, 4999)).toEqual({ ok: false, p95: 31, warned: false, escalation: null });
    expect(guard.snapshot(4999)).toMatchObject({ halted: false, warns5m: 1 });
    expect(guard.record(31, 5000)).toMatchObject({ warned: true, escalation: 'halt' });
  });

  it('never shortens a cool-off', () => {
    const guard = guardWith();
    expect(guard.coolOff(300, 0)).toBe(300_000);
    expect(guard.coolOff(1, 1000)).toBe(300_000);
    guard.record(31, 2000);
    expect(guard.snapshot(2000).cooloffUntilMs).toBe(300_000);
  });

  it.each([
    [2.9, 12_000],
    [0, 10_000],
    [-5, 10_000],
  ])('cools off for whole seconds, %p ends at %p', (sec, untilMs) => {
    expect(guardWith().coolOff(sec, 10_000)).toBe(untilMs);
  });

  it('names the strictest state first and resets all but samples and armed flag', () => {
    const guard = guardWith();
    guard.record(31, 0);
    guard.record(31, 0);
    guard.disarm();
    expect(guard.enforce(0).reason).toBe('latency_disarmed');
    guard.arm();
    expect(guard.enforce(0).reason).toBe('latency_halt');
    guard.disarm();
    guard.reset();
    expect(guard.snapshot(0)).toEqual({
      armed: false,
      halted: false,
      inCooloff: false,
      cooloffUntilMs: 0,
      warns5m: 0,
      p95: 31,
      samples: 2,
      thresholdMs: 30,
    });
  });

  it('says null, not NaN, for the p95 of nothing', () => {
    expect(guardWith().snapshot(0)).toMatchObject({ p95: null, samples: 0 });
  });

  it.each([NaN, Infinity, -Infinity])('refuses the latency %p and keeps its state', (latencyMs) => {
    const guard = guardWith();
    expect(() => guard.record(latencyMs, 0)).toThrow(RangeError);
    expect(guard.snapshot(0)).toMatchObject({ samples: 0, warns5m: 0 });
    expect(() => guard.coolOff(latencyMs, 0)).toThrow(RangeError);
  });

  it('never allows at a time that is no number while cooling off', () => {
    const guard = guardWith();
    guard.coolOff(10, 0);
    expect(guard.enforce(NaN).allow).toBe(false);
  });

  it('comes back from a restart as it was, samples aside', () => {
    const guard = guardWith({ haltThresholdRepeats: 3 });
    guard.record(31, 1000);
    guard.coolOff(500, 1000);
    guard.disarm();
    const again = guardWith({ haltThresholdRepeats: 3 });
    again.restore(JSON.parse(JSON.stringify(guard.exportState())));
    expect(again.exportState()).toEqual(guard.exportState());
    again.arm();
    expect(again.enforce(2000)).toEqual({ allow: false, reason: 'latency_cooloff', cooldownMs: 499_000 });
    expect(again.snapshot(2000)).toMatchObject({ warns5m: 1, samples: 0 });
  });

  it('comes back halted when it was halted', () => {
    const guard = guardWith();
    guard.record(31, 0);
    guard.record(31, 0);
    const again = guardWith();
    again.restore(guard.exportState());
    expect(again.enforce(1e12).reason).toBe('latency_halt');
  });

  it('takes a new threshold into force without losing samples or state', () => {
    const guard = guardWith();
    guard.record(31, 0);
    guard.configure({ ...defaultsOf(healthConfig).aurora, latencyGuardMs: 100 });
    expect(guard.record(40, 1).ok).toBe(true);
    expect(guard.snapshot(1)).toMatchObject({ inCooloff: true, samples: 2, thresholdMs: 100 });
  });

  it('forgets the oldest of very many warnings without a change of verdict', () => {
    const guard = guardWith({ haltThresholdRepeats: 1000, cooloffBaseSec: 0 });
    for (let i = 0; i < 3000; i++) guard.record(31, i);
    expect(guard.snapshot(3000)).toMatchObject({ halted: true, warns5m: 1024 });
    expect(guard.exportState().warnsMs).toEqual(Array.from({ length: 1024 }, (_, i) => i + 1976));
  });

  it('answers a recorded sequence of operations', () => {
    const [line] = readFileSync(join(__dirname, 'health-sequence.fixture.jsonl'), 'utf8').trim().split('\n');
    const { input, expected } = JSON.parse(line!);
    const guard = guardWith({
      latencyGuardMs: input.config.threshold_ms,
      latencyWindowSec: input.config.window_sec,
      cooloffBaseSec: input.config.base_cooloff_sec,
      haltThresholdRepeats: input.config.halt_threshold_repeats,
    });
    const run: Record<string, (step: { latency_ms: number; sec: number }, nowMs: number) => unknown> = {
      record: ({ latency_ms }, nowMs) => guard.record(latency_ms, nowMs),
      enforce: (_, nowMs) => {
        const { allow, reason } = guard.enforce(nowMs);
        return { allow, reason: reason?.replace('latency_', '') ?? null };
      },
      cooloff: ({ sec }, nowMs) => ({ cooloff_until: guard.coolOff(sec, nowMs) / 1000 }),
      reset: () => guard.reset(),
      arm: () => guard.arm(),
      disarm: () => guard.disarm(),
    };
    expect(input.steps.length).toBeGreaterThan(50);
    input.steps.forEach((step: { op: string; now: number; latency_ms: number; sec: number }, at: number) => {
      const { ret, ...state } = expected[at];
      const answer = run[step.op]!(step, step.now * 1000);
      if (ret !== null) {
        for (const [key, value] of Object.entries(ret)) {
          const got = (answer as Record<string, unknown>)[key];
          if (typeof value === 'number') expect(got).toBeCloseTo(value, 6);
          else expect(got).toBe(value);
        }
      }
      const now = guard.snapshot(step.now * 1000);
      // The recording counts the 300 s that ended with the latest warning; a snapshot counts those that end now.
      const { warnsMs } = guard.exportState();
      expect(now.warns5m).toBeLessThanOrEqual(warnsMs.length);
      expect([now.inCooloff, now.armed, now.halted, warnsMs.length]).toEqual([
        state.in_cooloff,
        state.armed,
        state.halted,
        state.warns_5m,
      ]);
      expect(now.cooloffUntilMs / 1000).toBeCloseTo(state.cooloff_until, 6);
    });
  });
});
