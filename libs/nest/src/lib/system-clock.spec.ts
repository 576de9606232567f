import { SystemClock } from './system-clock';

const WALL_MS = 1_763_812_800_000;

/** A clock on a machine whose clocks move only when told. */
function machine() {
  const at = { wallMs: WALL_MS, monotonicMs: 1234.567891 };
  const clock = new SystemClock({ wallMs: () => at.wallMs, monotonicMs: () => at.monotonicMs });
  const pass = (ms: number): void => {
    at.wallMs += Math.floor(at.monotonicMs + ms) - Math.floor(at.monotonicMs);
    at.monotonicMs += ms;
  };
  return { at, clock, pass };
}

describe('SystemClock', () => {
  it('starts at the wall clock of the machine, in whole milliseconds', () => {
    const before = Date.now();
    const clock = new SystemClock();
    const nowMs = clock.nowMs();
    expect(Number.isInteger(nowMs)).toBe(true);
    // The part of a millisecond that a wall clock of whole ones leaves away.
    expect(nowMs).toBeGreaterThanOrEqual(before - 1);
    expect(nowMs).toBeLessThanOrEqual(Date.now());
    expect(Math.abs(clock.wallAheadMs())).toBeLessThan(1000);
  });

  it.each([0, 0.4, 1, 999.5, 86_400_000, 31 * 86_400_000])('is %d ms later after that time', (ms) => {
    const { clock, pass } = machine();
    const [startMs, startNs] = [clock.nowMs(), clock.nowNs()];
    expect(startMs).toBe(WALL_MS);
    pass(ms);
    expect(clock.nowMs()).toBe(WALL_MS + Math.floor(ms));
    // A double carries the time of our days to about 0.25 µs.
    expect(Math.abs(Number(clock.nowNs() - startNs) - ms * 1e6)).toBeLessThan(500);
  });

  it('tells nanoseconds of nineteen digits inside its milliseconds, never going back', () => {
    const { clock, pass } = machine();
    let lastNs = 0n;
    for (let i = 0; i < 2000; i++) {
      const nowNs = clock.nowNs();
      expect(nowNs >= lastNs).toBe(true);
      expect(nowNs / 1_000_000n).toBe(BigInt(clock.nowMs()));
      lastNs = nowNs;
      pass((i % 97) / 1000);
    }
    expect(String(lastNs)).toHaveLength(19);
  });

  it.each([3_600_000, -3_600_000, 0.5, -86_400_000])('does not move when the wall clock steps by %d ms', (stepMs) => {
    const { at, clock, pass } = machine();
    pass(1000);
    at.wallMs += stepMs;
    expect(clock.nowMs()).toBe(WALL_MS + 1000);
    expect(clock.wallAheadMs()).toBeCloseTo(stepMs, 3);
    pass(500);
    expect(clock.nowMs()).toBe(WALL_MS + 1500);
    at.wallMs -= stepMs;
    expect(clock.wallAheadMs()).toBeCloseTo(0, 3);
  });

  it('goes on from a later moment, never from an earlier one', () => {
    const { clock, pass } = machine();
    clock.notBefore(WALL_MS - 5000);
    expect(clock.nowMs()).toBe(WALL_MS);
    clock.notBefore(WALL_MS + 5000);
    expect([clock.nowMs(), Math.round(clock.wallAheadMs())]).toEqual([WALL_MS + 5000, -5000]);
    pass(2000);
    expect([clock.nowMs(), Math.round(clock.wallAheadMs())]).toEqual([WALL_MS + 7000, -5000]);
  });
});
