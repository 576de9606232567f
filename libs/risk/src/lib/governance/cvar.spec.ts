import fc from 'fast-check';
import { cvar } from './cvar';
import { RealisedReturns } from './realised-returns';

describe('cvar', () => {
  it.each<[readonly number[], number, number | null]>([
    [[], 0.1, null],
    [[3], 0.1, 3],
    [[1, -4, 2], 0.1, -4],
    [[1, -4, 2, 0], 0.5, -2],
    [[1, -4, 2, 0], 1, -0.25],
    // 15 returns at 10 %: the worst whole, half of the second worst.
    [[-6, -3, ...new Array<number>(13).fill(1)], 0.1, (-6 - 1.5) / 1.5],
  ])('of %p at %p is %p', (returns, alpha, expected) => {
    const tail = cvar(returns, alpha);
    if (expected === null) expect(tail).toBeNull();
    else expect(tail).toBeCloseTo(expected, 12);
  });

  it.each([[[NaN]], [[NaN, 5, 5]], [[-5, 5, 5, 5, NaN]]])('of %p is unknown', (returns) => {
    expect(cvar(returns, 0.1)).toBeNaN();
  });

  it.each([0, -0.1, 1.1, NaN])('refuses the tail %p', (alpha) => {
    expect(() => cvar([1], alpha)).toThrow(RangeError);
  });

  it('lies between the worst return and the mean, and sorts a copy', () => {
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (returns, alpha) => {
          const before = [...returns];
          const tail = cvar(returns, alpha)!;
          const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length;
          expect(tail).toBeGreaterThanOrEqual(Math.min(...returns) - 1e-9);
          expect(tail).toBeLessThanOrEqual(mean + 1e-9);
          expect(returns).toEqual(before);
        },
      ),
    );
  });
});

describe('RealisedReturns', () => {
  it('holds the latest, at most its capacity', () => {
    const returns = new RealisedReturns(3);
    expect(returns.cvar(0.5)).toBeNull();
    for (const value of [-9, 1, 2]) returns.add(value);
    expect(returns.cvar(0.1)).toBe(-9);
    returns.add(3);
    expect(returns.values()).toEqual([1, 2, 3]);
    expect(returns.cvar(0.1)).toBe(1);
    expect(returns.cvar(1)).toBe(2);
  });

  it('survives a restart and refuses what is no number', () => {
    const returns = new RealisedReturns(2);
    for (const value of [1, -2, 3]) returns.add(value);
    const again = new RealisedReturns(2);
    again.restore(JSON.parse(JSON.stringify(returns.exportState())));
    expect(again.values()).toEqual([-2, 3]);
    expect(() => again.add(NaN)).toThrow(RangeError);
    expect(again.values()).toEqual([-2, 3]);
  });
});
