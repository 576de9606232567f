import fc from 'fast-check';
import { guardWith } from './health-guard.fixture';

/** Every sample of 31 ms is a warning of its own. */
const WARNS_ALWAYS = { haltThresholdRepeats: 1000, cooloffBaseSec: 0, latencyWindowSec: 1 };

describe('warnings of the HealthGuard', () => {
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

  it('warns at most once per interval: the second slow sample is no second warning', () => {
    const guard = guardWith({ latencyWarnIntervalS: 5 });
    guard.record(31, 0);
    expect(guard.record(31, 4999)).toEqual({ ok: false, p95: 31, warned: false, escalation: null });
    expect(guard.snapshot(4999)).toMatchObject({ halted: false, warns5m: 1 });
    expect(guard.record(31, 5000)).toMatchObject({ warned: true, escalation: 'halt' });
  });

  it('forgets the oldest of very many warnings without a change of verdict', () => {
    const guard = guardWith({ haltThresholdRepeats: 1000, cooloffBaseSec: 0 });
    for (let i = 0; i < 3000; i++) guard.record(31, i);
    expect(guard.snapshot(3000)).toMatchObject({ halted: true, warns5m: 1024 });
    expect(guard.exportState().warnsMs).toEqual(Array.from({ length: 1024 }, (_, i) => i + 1976));
  });
});
