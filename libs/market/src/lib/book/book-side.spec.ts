import fc from 'fast-check';
import { BookSide } from './book-side';
import { walkPrice } from './walk-book';

const changes = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom(0, 0, 1, 2, 5)), { maxLength: 300 });

describe('BookSide', () => {
  it.each([1, -1] as const)('is a map sorted from the best price (sign %d)', (sign) => {
    fc.assert(
      fc.property(changes, (steps) => {
        const side = new BookSide(sign, 1000);
        const model = new Map<number, number>();
        for (const [ticks, qty] of steps) {
          expect(side.set(ticks, qty)).toBe(model.get(ticks) ?? 0);
          if (qty > 0) model.set(ticks, qty);
          else model.delete(ticks);
        }
        const sorted = [...model].sort(([a], [b]) => (b - a) * sign);
        expect(Array.from({ length: side.size }, (_, i) => [side.ticksAt(i), side.qtyAt(i)])).toEqual(sorted);
        expect(side.qtySum(5)).toBe(sorted.slice(0, 5).reduce((sum, [, qty]) => sum + qty, 0));
      }),
    );
  });

  it('keeps the best levels there is room for, and finds each depth in whatever order it is asked', () => {
    const orders = fc.array(fc.nat(30), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.constantFrom<1 | -1>(1, -1),
        fc.integer({ min: 1, max: 12 }),
        changes,
        orders,
        (sign, max, steps, depths) => {
          const side = new BookSide(sign, max);
          let model: [ticks: number, qty: number][] = [];
          for (const [ticks, qty] of steps) {
            expect(side.set(ticks, qty)).toBe(model.find(([price]) => price === ticks)?.[1] ?? 0);
            model = model.filter(([price]) => price !== ticks);
            if (qty > 0) model.push([ticks, qty]);
            model = model.sort(([a], [b]) => (b - a) * sign).slice(0, max);
            for (const depth of depths)
              expect([side.ticksAt(depth), side.qtyAt(depth)]).toEqual(model[depth] ?? [NaN, 0]);
          }
          expect(side.size).toBe(model.length);
        },
      ),
    );
  });

  it('holds many more levels in its life than at once', () => {
    const side = new BookSide(1, 10_000);
    for (let i = 0; i < 100_000; i++) {
      side.set(i + 1, 1);
      if (i >= 100) side.set(i - 99, 0);
    }
    expect([side.size, side.ticksAt(0), side.ticksAt(99), side.ticksAt(50)]).toEqual([100, 100_000, 99_901, 99_950]);
    for (let i = 100_000; i > 50; i--) side.set(i, 0);
    expect([side.size, side.ticksAt(0), side.qtySum(5)]).toEqual([0, NaN, 0]);
  });

  it('grows beyond its first arrays', () => {
    const side = new BookSide(1, 10_000);
    for (let i = 1; i <= 5000; i++) side.set(i, i);
    expect([side.size, side.ticksAt(0), side.ticksAt(4999), side.qtyAt(2500)]).toEqual([5000, 5000, 1, 2500]);
  });

  it('forgets the level farthest from the best when full', () => {
    const bids = new BookSide(1, 3);
    for (const ticks of [10, 11, 12, 9, 13]) bids.set(ticks, 1);
    expect([bids.ticksAt(0), bids.ticksAt(1), bids.ticksAt(2), bids.size]).toEqual([13, 12, 11, 3]);
  });

  it('says NaN and 0 beyond its depth', () => {
    const side = new BookSide(-1, 10);
    expect(side.ticksAt(0)).toBeNaN();
    expect(side.qtyAt(0)).toBe(0);
  });
});

describe('walkPrice', () => {
  const asks = new BookSide(-1, 10);
  asks.set(100e8, 1);
  asks.set(101e8, 2);
  it.each([
    [0.5, 100],
    [1, 100],
    [2, 100.5],
    [3, (100 + 2 * 101) / 3],
  ])('%d units cost %d on average', (qty, average) => expect(walkPrice(asks, qty)).toBeCloseTo(average, 10));

  it.each([3.001, 0, -1, NaN, Infinity])('%d units cannot be had', (qty) => expect(walkPrice(asks, qty)).toBeNaN());
});
