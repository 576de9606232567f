import fc from 'fast-check';
import { SecondReturns } from './second-returns';

function returnsOf(mids: readonly (readonly [mid: number, nowMs: number])[], maxGapS = 120) {
  const seconds = new SecondReturns(maxGapS);
  const returns: number[] = [];
  for (const [mid, nowMs] of mids) seconds.push(mid, nowMs, (value) => returns.push(value));
  return { returns, current: seconds.current };
}

describe('SecondReturns', () => {
  it('makes one return of each second, however many mids it brought', () => {
    const { returns, current } = returnsOf([
      [90, 0],
      [100, 999],
      [105, 1000],
      [110, 1500],
      [99, 2000],
    ]);
    expect(returns).toEqual([110 / 100 - 1]);
    expect(current).toBeCloseTo(-0.1, 12);
  });

  it('makes a silent second a return of 0', () => {
    const { returns } = returnsOf([
      [100, 0],
      [110, 1000],
      [121, 4000],
      [121, 5000],
    ]);
    expect(returns).toHaveLength(4);
    [0.1, 0, 0, 0.1].forEach((value, at) => expect(returns[at]).toBeCloseTo(value, 12));
  });

  it('makes up no more silent seconds than the longest gap', () => {
    const { returns } = returnsOf(
      [
        [100, 0],
        [100, 1e9],
      ],
      5,
    );
    expect(returns).toEqual([0, 0, 0, 0, 0]);
  });

  it('makes up as many silent seconds as it was told last', () => {
    const seconds = new SecondReturns(2);
    const returns: number[] = [];
    seconds.push(100, 0, (value) => returns.push(value));
    seconds.configure(4);
    seconds.push(100, 1e9, (value) => returns.push(value));
    expect(returns).toHaveLength(4);
  });

  it('puts a mid that comes with an older time into the second it had reached', () => {
    const { returns, current } = returnsOf([
      [100, 0],
      [100, 1000],
      [110, 500],
    ]);
    expect([returns, current]).toEqual([[], 110 / 100 - 1]);
  });

  it('has returned nothing before there is a close', () => {
    expect(returnsOf([[100, 0]])).toEqual({ returns: [], current: 0 });
  });

  it('hands on as many returns as full seconds lie between first close and last mid, and they compound to the price', () => {
    const step = fc.record({ mid: fc.double({ min: 50, max: 200, noNaN: true }), stepMs: fc.nat(2500) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2 }), (steps) => {
        let nowMs = 0;
        const mids = steps.map(({ mid, stepMs }) => [mid, (nowMs += stepMs)] as const);
        const { returns, current } = returnsOf(mids);
        const firstSecond = Math.floor(mids[0]![1] / 1000);
        const lastSecond = Math.floor(nowMs / 1000);
        expect(returns).toHaveLength(Math.max(0, lastSecond - firstSecond - 1));
        const firstClose = mids.filter(([, atMs]) => Math.floor(atMs / 1000) === firstSecond).at(-1)![0];
        const grown = [...returns, current].reduce((product, value) => product * (1 + value), firstClose);
        if (lastSecond > firstSecond) expect(grown).toBeCloseTo(mids.at(-1)![0], 6);
      }),
    );
  });

  it.each([0, -1, NaN, Infinity])('refuses the mid %p', (mid) => {
    expect(() => returnsOf([[mid, 0]])).toThrow(RangeError);
  });
});
