import { SystemClock } from './system-clock';

describe('SystemClock', () => {
  const clock = new SystemClock();

  it('tells the wall clock in whole milliseconds', () => {
    const before = Date.now();
    const nowMs = clock.nowMs();
    expect(Number.isInteger(nowMs)).toBe(true);
    expect(nowMs).toBeGreaterThanOrEqual(before);
    expect(nowMs).toBeLessThanOrEqual(Date.now());
  });

  it('tells nanoseconds of nineteen digits inside the same milliseconds', () => {
    const before = Date.now();
    const nowNs = clock.nowNs();
    expect(String(nowNs)).toHaveLength(19);
    expect(Number(nowNs / 1_000_000n)).toBeGreaterThanOrEqual(before);
    expect(Number(nowNs / 1_000_000n)).toBeLessThanOrEqual(Date.now());
  });
});
