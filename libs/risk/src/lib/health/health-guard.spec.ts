import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultsOf } from '@aurora/kernel';
import { healthConfig } from './health-config';
import { guardWith } from './health-guard.fixture';

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

  it('does not judge fewer samples than min_samples', () => {
    const guard = guardWith({ latencyMinSamples: 3 });
    expect(guard.record(1000, 0).ok).toBe(true);
    expect(guard.record(1000, 1).ok).toBe(true);
    expect(guard.record(1000, 2)).toMatchObject({ ok: false, warned: true });
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
