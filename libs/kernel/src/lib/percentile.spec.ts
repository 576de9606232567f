import fc from 'fast-check';
import { percentileOfSorted, SortedWindow } from './percentile';
import { NUMPY_QUANTILES } from './percentile.fixture';

const finite = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

describe('percentileOfSorted', () => {
  it.each(NUMPY_QUANTILES)('of %j at %d is %d, as numpy says', (values, p, expected) => {
    expect(percentileOfSorted(values, p)).toBe(expected);
  });

  it('has no answer without a value', () => {
    expect(percentileOfSorted([], 0.5)).toBeNaN();
    expect(percentileOfSorted([1, 2], 0.5, 0)).toBeNaN();
  });

  it('reads only the first `length` entries', () => {
    expect(percentileOfSorted([1, 2, 3, 999], 1, 3)).toBe(3);
    expect(percentileOfSorted(Float64Array.of(1, 2, 999, 999), 0.5, 2)).toBe(1.5);
  });

  it('stays between the extremes and never falls when p rises', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 60 }).map(ascending),
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        (values, [p, q]) => {
          const [low, high] = [Math.min(p, q), Math.max(p, q)].map((at) => percentileOfSorted(values, at));
          expect(low).toBeGreaterThanOrEqual(values[0]!);
          expect(high).toBeLessThanOrEqual(values.at(-1)!);
          expect(low).toBeLessThanOrEqual(high!);
        },
      ),
    );
  });
});

describe('SortedWindow', () => {
  it.each([0, -1, 1.5, NaN, Infinity])('refuses the capacity %d', (capacity) => {
    expect(() => new SortedWindow(capacity)).toThrow(RangeError);
  });

  it.each([NaN, Infinity, -Infinity])('refuses the value %d and stays as it was', (value) => {
    const window = new SortedWindow(2);
    window.push(1);
    expect(() => window.push(value)).toThrow(RangeError);
    expect(window.values()).toEqual([1]);
    expect(window.percentile(0.5)).toBe(1);
  });

  it('is empty at first', () => {
    const window = new SortedWindow(3);
    expect([window.size, window.values(), window.percentile(0.5)]).toEqual([0, [], NaN]);
  });

  it('lets the oldest of equal values go, not the others', () => {
    const window = new SortedWindow(3);
    for (const value of [5, 5, 1, 5, 2]) window.push(value);
    expect(window.values()).toEqual([1, 5, 2]);
    expect([0, 0.5, 1].map((p) => window.percentile(p))).toEqual([1, 2, 5]);
  });

  it('holds one value at capacity 1', () => {
    const window = new SortedWindow(1);
    for (const value of [3, -4, 0]) window.push(value);
    expect([window.size, window.values(), window.percentile(0), window.percentile(1)]).toEqual([1, [0], 0, 0]);
  });

  it('equals a sorted copy of the last values, whatever comes', () => {
    // Few distinct values make ties and evictions of duplicates common.
    const value = fc.oneof(finite, fc.integer({ min: -2, max: 2 }), fc.constant(-0));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(value, { maxLength: 80 }), (capacity, pushed) => {
        const window = new SortedWindow(capacity);
        pushed.forEach((next, i) => {
          window.push(next);
          const last = pushed.slice(Math.max(0, i + 1 - capacity), i + 1);
          expect(window.size).toBe(last.length);
          expect(window.values()).toEqual(last);
          for (const p of [0, 0.1, 0.5, 0.9, 1]) {
            // `+ 0` folds −0: which of two equal zeros leaves first does not matter.
            expect(window.percentile(p) + 0).toBe(percentileOfSorted(ascending(last), p) + 0);
          }
        });
      }),
    );
  });

  it('is rebuilt by pushing its values again', () => {
    fc.assert(
      fc.property(fc.array(finite, { maxLength: 40 }), (pushed) => {
        const window = new SortedWindow(8);
        pushed.forEach((next) => window.push(next));
        const again = new SortedWindow(8);
        window.values().forEach((next) => again.push(next));
        expect(again.values()).toEqual(window.values());
        expect(again.percentile(0.9)).toBe(window.percentile(0.9));
      }),
    );
  });
});
