import fc from 'fast-check';
import { ClockOffset } from './clock-offset';

describe('ClockOffset', () => {
  it('measures above the fastest message, also when the local clock is behind', () => {
    const clock = new ClockOffset();
    expect(clock.offsetMs).toBeNaN();
    expect(clock.latencyMs(8_500, 10_000)).toBe(0);
    expect(clock.latencyMs(8_560, 10_040)).toBe(20);
    expect(clock.latencyMs(8_570, 10_090)).toBe(0);
    expect(clock.offsetMs).toBe(-1520);
    expect(clock.latencyMs(8_600, 10_100)).toBe(20);
  });

  it('forgets the fastest message after the window', () => {
    const clock = new ClockOffset(10_000);
    clock.latencyMs(1_000, 1_000);
    expect(clock.latencyMs(10_999, 10_949)).toBe(50);
    expect(clock.latencyMs(11_000, 10_950)).toBe(0);
    expect(clock.latencyMs(500_000, 499_000)).toBe(0);
  });

  /** Ten messages a second, each between 20 and 29 ms on its way; the local clock is `aheadMs` ahead. */
  const latenciesOf = (clock: ClockOffset, fromMs: number, untilMs: number, aheadMs: (eventMs: number) => number) => {
    const latencies: number[] = [];
    for (let eventMs = fromMs; eventMs < untilMs; eventMs += 100)
      latencies.push(clock.latencyMs(eventMs + aheadMs(eventMs) + 20 + ((eventMs / 100) % 10), eventMs));
    return latencies;
  };

  it.each([100e-6, -100e-6])('follows a clock that drifts by %d', (drift) => {
    const latencies = latenciesOf(new ClockOffset(), 0, 600_000, (eventMs) => -1500 + drift * eventMs);
    expect(Math.max(...latencies)).toBeLessThan(9 + 6.2);
    expect(Math.min(...latencies)).toBe(0);
  });

  it('follows a jump down at once and a jump up after the window', () => {
    const clock = new ClockOffset(10_000);
    latenciesOf(clock, 0, 30_000, () => 0);
    const down = latenciesOf(clock, 30_000, 60_000, () => -400);
    expect(Math.max(...down)).toBeCloseTo(9);
    const up = latenciesOf(clock, 60_000, 90_000, () => 300);
    expect(up[0]).toBeCloseTo(700);
    expect(Math.max(...up.slice(110))).toBeCloseTo(9);
  });

  it('begins anew when local time goes back by a window', () => {
    const clock = new ClockOffset(10_000);
    latenciesOf(clock, 1_000_000, 1_030_000, () => 0);
    const back = latenciesOf(clock, 1_030_000, 1_060_000, () => -3_600_000 + 1_000_000);
    expect(Math.max(...back.slice(10))).toBeCloseTo(9);
    expect(clock.offsetMs).toBeCloseTo(-2_600_000 + 20);
  });

  it('is never negative', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: -3000, max: 3000 })));
    fc.assert(
      fc.property(steps, (messages) => {
        const clock = new ClockOffset(5_000);
        let localMs = 1.7e12;
        for (const [pauseMs, behindMs] of messages)
          expect(clock.latencyMs((localMs += pauseMs), localMs - behindMs)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
