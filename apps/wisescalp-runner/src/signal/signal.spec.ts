import { stopAndTarget } from './distances';
import { SpreadWatch } from './spread-watch';

describe('stopAndTarget', () => {
  it.each([
    ['the move of the holding time', { volStdBps: 2, atrBps: 3, spreadBps: 1 }, { aBps: 20, bBps: 40 }],
    ['never nearer than one bar and the spread', { volStdBps: 0.1, atrBps: 3, spreadBps: 1 }, { aBps: 4, bBps: 8 }],
    ['a crossed book has no spread', { volStdBps: 0.1, atrBps: 3, spreadBps: -5 }, { aBps: 3, bBps: 6 }],
    ['nothing moves', { volStdBps: 0, atrBps: 0, spreadBps: 0 }, undefined],
    ['volatility unknown', { volStdBps: NaN, atrBps: 3, spreadBps: 1 }, undefined],
  ])('%s', (_, market, expected) => expect(stopAndTarget(market, 100_000, 2)).toEqual(expected));
});

describe('SpreadWatch', () => {
  const watchOf = (usual: number, samples = 30) => {
    const watch = new SpreadWatch();
    for (let i = 0; i < samples; i++) watch.isAbnormal(usual);
    return watch;
  };

  it('wants more than ten times the median and more than 5 bps', () => {
    expect(watchOf(1).isAbnormal(10)).toBe(false);
    expect(watchOf(1).isAbnormal(10.01)).toBe(true);
    expect(watchOf(0.01).isAbnormal(5)).toBe(false);
    expect(watchOf(0.01).isAbnormal(5.01)).toBe(true);
  });

  it('says nothing before 30 samples', () => expect(watchOf(1, 29).isAbnormal(1000)).toBe(false));
});
