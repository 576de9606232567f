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
