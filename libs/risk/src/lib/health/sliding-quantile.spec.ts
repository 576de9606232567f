import { percentileOfSorted } from '@aurora/kernel';
import fc from 'fast-check';
import { SlidingQuantile } from './sliding-quantile';

/** The definition: sort what is in the window. */
class SortingQuantile {
  private samples: { value: number; timeMs: number }[] = [];
  private latestMs = -Infinity;

  constructor(
    private readonly windowMs: number,
    private readonly p: number,
  ) {}

  push(value: number, nowMs: number): void {
    this.latestMs = Math.max(this.latestMs, nowMs);
    this.samples.push({ value, timeMs: this.latestMs });
    this.samples = this.samples.filter(({ timeMs }) => timeMs >= this.latestMs - this.windowMs);
  }

  get size(): number {
    return this.samples.length;
  }

  quantile(): number {
    const sorted = this.samples.map(({ value }) => value).sort((a, b) => a - b);
    return percentileOfSorted(sorted, this.p);
  }
}

/** Seeded uniform numbers, so that a long run is the same run every time. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

describe('SlidingQuantile', () => {
  it('equals sorting, whatever comes when', () => {
    const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
    const sample = fc.record({ value, stepMs: fc.integer({ min: -5, max: 40 }) });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 200 }), fc.constantFrom(0, 0.5, 0.95, 1), (samples, p) => {
        const fast = new SlidingQuantile(100, p);
        const slow = new SortingQuantile(100, p);
        let nowMs = 0;
        for (const { value, stepMs } of samples) {
          nowMs += stepMs;
          fast.push(value, nowMs);
          slow.push(value, nowMs);
          expect(fast.size).toBe(slow.size);
          expect(fast.quantile()).toBe(slow.quantile());
        }
      }),
    );
  });

  it.each<[string, (i: number, random: () => number) => number]>([
    ['random', (_, random) => random() * 1000],
    ['few distinct', (_, random) => Math.floor(random() * 4)],
    ['rising', (i) => i],
    ['falling', (i) => -i],
    ['constant', () => 7],
    ['drifting', (i, random) => 100 * Math.sin(i / 900) + random()],
  ])('equals sorting over a long stream with gaps: %s', (_, next) => {
    const random = uniform(42);
    const fast = new SlidingQuantile(3000, 0.95);
    const slow = new SortingQuantile(3000, 0.95);
    let nowMs = 0;
    for (let i = 0; i < 9000; i++) {
      nowMs += i % 2000 === 1999 ? 1000 + random() * 2500 : random() * 2;
      const value = next(i, random);
      fast.push(value, nowMs);
      slow.push(value, nowMs);
      if (i % 97 === 0 || i % 2000 === 1999) {
        expect(fast.size).toBe(slow.size);
        expect(fast.quantile()).toBe(slow.quantile());
      }
    }
  });

  it('keeps a value exactly as old as the window and drops an older one', () => {
    const window = new SlidingQuantile(1000, 1);
    window.push(9, 0);
    window.push(1, 1000);
    expect(window.quantile()).toBe(9);
    window.expire(1000.001);
    expect(window.quantile()).toBe(1);
  });

  it('is NaN when empty and starts afresh when everything has left', () => {
    const window = new SlidingQuantile(10, 0.5);
    expect(window.quantile()).toBeNaN();
    for (let i = 0; i < 5000; i++) window.push(i, 0);
    window.expire(11);
    expect(window.size).toBe(0);
    expect(window.quantile()).toBeNaN();
    window.push(3, 12);
    expect([window.size, window.quantile()]).toEqual([1, 3]);
  });

  it('reads time that goes backward as the latest seen', () => {
    const window = new SlidingQuantile(10, 0);
    window.push(5, 100);
    window.push(4, 50);
    expect(window.latestMs).toBe(100);
    window.expire(110);
    expect(window.size).toBe(2);
  });

  it.each([
    ['shorter', 5, [3, 2, 0, 0]],
    ['longer', 20, [3, 2, 1, 1]],
  ])('a %s length holds for the values to come, and whoever looks in between changes nothing', (_, lengthMs, sizes) => {
    for (const looksAt of [[], [9, 11, 18.5]]) {
      const window = new SlidingQuantile(10, 0);
      window.push(1, 0);
      window.push(2, 8);
      window.resize(lengthMs);
      window.push(3, 9);
      const seen = [10, 11, 18.5, 20].map((nowMs) => {
        for (const lookMs of looksAt) if (lookMs <= nowMs) window.expire(lookMs);
        window.expire(nowMs);
        return window.size;
      });
      expect(seen).toEqual(sizes);
    }
  });

  it.each([
    [NaN, 0],
    [Infinity, 0],
    [1, NaN],
    [1, Infinity],
  ])('refuses %p at %p', (value, nowMs) => {
    const window = new SlidingQuantile(10, 0);
    expect(() => window.push(value, nowMs)).toThrow(RangeError);
    expect(window.size).toBe(0);
  });
});
