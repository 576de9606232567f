import fc from 'fast-check';
import { seededNormal } from '../seeded-random.fixture';
import { normalCdf } from '../normal-distribution';
import { alphaSpent, type AlphaSpending } from './alpha-spending';
import { groupSequentialBoundaries } from './group-sequential-boundaries';
import { GroupSequentialTest } from './group-sequential-test';

const FIFTHS = [0.2, 0.4, 0.6, 0.8, 1];
const KINDS = ['pocock', 'obrien_fleming'] as const;

describe('alphaSpent', () => {
  it.each(KINDS)('%s spends nothing at 0, everything at 1, and never falls', (spending) => {
    expect([0, -0, 1, 1.5].map((t) => alphaSpent(spending, 0.05, t))).toEqual([0, 0, 0.05, 0.05]);
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fraction, fraction, (s, t) => {
        const [early, late] = [Math.min(s, t), Math.max(s, t)].map((at) => alphaSpent(spending, 0.05, at));
        expect(early).toBeLessThanOrEqual(late!);
        expect(late).toBeLessThanOrEqual(0.05);
      }),
    );
  });

  it.each([
    ['pocock', 0.5, 0.05 * Math.log(1 + (Math.E - 1) * 0.5)],
    ['obrien_fleming', 0.5, 0.0055746],
    ['obrien_fleming', 0.25, 2 * (1 - 0.99995566)],
  ] as const)('%s at %d', (spending, fraction, expected) => {
    expect(alphaSpent(spending, 0.05, fraction)).toBeCloseTo(expected, 6);
  });

  it.each([
    [0, 0.5],
    [1, 0.5],
    [NaN, 0.5],
    [0.05, -0.1],
    [0.05, NaN],
  ])('refuses alpha %d at %d', (alpha, fraction) => {
    expect(() => alphaSpent('pocock', alpha, fraction)).toThrow(RangeError);
  });
});

describe('groupSequentialBoundaries', () => {
  it.each<[AlphaSpending, number[], number[]]>([
    ['obrien_fleming', FIFTHS, [4.877, 3.357, 2.68, 2.29, 2.031]],
    ['pocock', FIFTHS, [2.438, 2.427, 2.41, 2.397, 2.386]],
    ['obrien_fleming', [0.5, 1], [2.963, 1.969]],
    ['pocock', [0.5, 1], [2.157, 2.201]],
    ['obrien_fleming', [1], [1.95996]],
  ])('%s at %j are the published ones for alpha 0.025', (spending, fractions, expected) => {
    const { z, alphaSpent: spent } = groupSequentialBoundaries({ alpha: 0.025, spending, fractions });
    z.forEach((bound, look) => expect(Math.abs(bound - expected[look]!)).toBeLessThan(6e-4));
    expect(spent.at(-1)).toBe(0.025);
  });

  it('cannot stop at a look with next to nothing to spend', () => {
    const { z } = groupSequentialBoundaries({ alpha: 0.025, spending: 'obrien_fleming', fractions: [0.01, 0.5, 1] });
    expect(z[0]).toBe(Infinity);
    expect(z[1]).toBeCloseTo(2.963, 3);
  });

  it.each([
    [[], 'fractions must not be empty'],
    [[0, 1], 'fractions[0] must be above 0 and at most 1, got 0'],
    [[0.5, 0.5], 'fractions[1] must be above 0.5 and at most 1, got 0.5'],
    [[0.5, 1.1], 'fractions[1] must be above 0.5 and at most 1, got 1.1'],
    [[NaN], 'fractions[0] must be above 0'],
  ])('refuses %j', (fractions, message) => {
    expect(() => groupSequentialBoundaries({ alpha: 0.05, spending: 'pocock', fractions })).toThrow(message);
  });
});

describe('GroupSequentialTest', () => {
  const test = new GroupSequentialTest({ mu0: 0, sigma: 1, alpha: 0.05, spending: 'pocock', looks: [4, 8] });

  it.each([
    [[], { decision: 'CONTINUE', looks: 0, z: null, bound: null, alphaSpent: 0, nObs: 0 }],
    [[9, 9, 9], { decision: 'CONTINUE', looks: 0, z: null, nObs: 3 }],
    [[2, 2, 2, 2, -9], { decision: 'ACCEPT', looks: 1, z: 4, nObs: 4 }],
    [[0, 0, 0, 0, 0], { decision: 'CONTINUE', looks: 1, z: 0, nObs: 5 }],
    [[0, 0, 0, 0, 0, 0, 0, 0, 99], { decision: 'REJECT', looks: 2, z: 0, alphaSpent: 0.05, nObs: 8 }],
    [[0, 0, 0, 0, 2, 2, 2, 2], { decision: 'ACCEPT', looks: 2, nObs: 8 }],
  ])('%j', (samples, expected) => {
    expect(test.run(samples)).toMatchObject(expected);
  });

  it('accepts exactly at the boundary of the first look', () => {
    const { bound } = test.run([0, 0, 0, 0]);
    const edge = (bound! * 2) / 4;
    expect(test.run(Array(4).fill(edge + 1e-12)).decision).toBe('ACCEPT');
    expect(test.run(Array(4).fill(edge - 1e-12)).decision).toBe('CONTINUE');
  });

  it.each([
    [{ sigma: 0 }, 'sigma must be positive'],
    [{ mu0: NaN }, 'mu0 must be finite'],
    [{ alpha: 0 }, 'alpha must be in (0, 1)'],
    [{ looks: [] }, 'fractions must not be empty'],
    [{ looks: [1.5, 3] }, 'looks must be integers'],
    [{ looks: [3, 3] }, 'fractions'],
    [{ looks: [0, 3] }, 'fractions[0]'],
  ])('refuses %j', (change, message) => {
    const params = { mu0: 0, sigma: 1, alpha: 0.05, spending: 'pocock', looks: [4, 8] } as const;
    expect(() => new GroupSequentialTest({ ...params, ...change })).toThrow(message);
  });

  it('refuses a NaN sample', () => {
    expect(() => test.run([1, NaN])).toThrow('sample 1 makes the sum NaN');
  });

  it.each(KINDS)('%s accepts a true H0 with probability alpha, and has power', (spending) => {
    const normal = seededNormal(51);
    const looks = [10, 20, 25, 40, 50];
    const design = new GroupSequentialTest({ mu0: 0.1, sigma: 2, alpha: 0.05, spending, looks });
    const trials = 10_000;
    const accepts = (mean: number) => {
      let count = 0;
      for (let trial = 0; trial < trials; trial++) {
        if (design.run(Array.from({ length: 50 }, () => mean + 2 * normal())).decision === 'ACCEPT') count++;
      }
      return count / trials;
    };
    expect(Math.abs(accepts(0.1) - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / trials));
    const fixedSamplePower = normalCdf((1 / 2) * Math.sqrt(50) - 1.645);
    expect(accepts(1.1)).toBeGreaterThan(fixedSamplePower - 0.08);
    expect(accepts(1.1)).toBeLessThan(fixedSamplePower + 0.01);
  });
});
