import { mulberry32 } from '@aurora/kernel';
import { axisOf } from '../space/axis';
import { bandwidths } from './bandwidth';
import { ParzenEstimator } from './parzen-estimator';

const unit = axisOf({ name: 'x', type: 'float', low: 0, high: 1 });
const grid = axisOf({ name: 'n', type: 'int', low: 1, high: 12 });
const logGrid = axisOf({ name: 'n', type: 'int', low: 1, high: 12, log: true });
const choice = axisOf({ name: 'c', type: 'categorical', choices: ['a', 'b', 'c'] });
const values = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const columnOf = (axis: typeof unit, given: readonly (number | string)[]) =>
  Float64Array.from(given, (value) => axis.positionOf(value)!);
const estimator = (axis: typeof unit, column: Float64Array, priorWeight = 1) =>
  new ParzenEstimator(
    [axis],
    [column],
    column.map((_, i) => 1 + (i % 3)),
    priorWeight,
  );

/** Clustered at both ends and in between. */
const clustered = Float64Array.of(0, 0.002, 0.004, 0.3, 0.31, 0.7, 0.999, 1);

describe('a density', () => {
  it.each([
    ['clusters', clustered],
    ['one point at an end', Float64Array.of(1)],
    ['the prior alone', new Float64Array(0)],
  ])('of %s integrates to 1', (_, column) => {
    const density = estimator(unit, column);
    const cells = 20_000;
    let sum = 0;
    for (let i = 0; i < cells; i++) sum += density.density([(i + 0.5) / cells]) / cells;
    expect(sum).toBeCloseTo(1, 6);
  });

  it.each([
    ['integers', grid, values(12)],
    ['integers by ratio', logGrid, values(12)],
    ['choices', choice, ['a', 'b', 'c']],
  ])('of %s sums to 1', (_, axis, all) => {
    for (const observed of [[], [all[0]!], [all[0]!, all[1]!, all[1]!, all.at(-1)!]]) {
      const density = estimator(axis, columnOf(axis, observed));
      const sum = all.reduce((total: number, value) => total + density.density([axis.positionOf(value)!]), 0);
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  it('over several dimensions sums to 1', () => {
    const columns = [columnOf(grid, [2, 2, 11]), columnOf(choice, ['a', 'c', 'c'])];
    const density = new ParzenEstimator([grid, choice], columns, [1, 1, 0.5], 1);
    let sum = 0;
    for (const n of values(12)) for (let c = 0; c < 3; c++) sum += density.density([grid.positionOf(n)!, c]);
    expect(sum).toBeCloseTo(1, 12);
  });

  it('learns what goes together', () => {
    const columns = [columnOf(grid, [2, 2, 11, 11]), columnOf(choice, ['a', 'a', 'c', 'c'])];
    const density = new ParzenEstimator([grid, choice], columns, [1, 1, 1, 1], 1);
    const at = (n: number, c: number) => density.density([grid.positionOf(n)!, c]);
    expect(at(2, 0)).toBeGreaterThan(2 * at(2, 2));
    expect(at(11, 2)).toBeGreaterThan(2 * at(11, 0));
  });

  it('is the mixture that it is said to be', () => {
    // One kernel at 0.5 as wide as magic clip lets it, 1/3, and the prior, as wide as the axis; both cut off at the ends.
    const density = estimator(unit, Float64Array.of(0.5)).density([0.75]);
    const kernel = (0.398942280401 * 3 * Math.exp(-0.5 * 0.75 ** 2)) / 0.866385597462;
    const prior = (0.398942280401 * Math.exp(-0.5 * 0.25 ** 2)) / 0.382924922548;
    expect(density).toBeCloseTo((kernel + prior) / 2, 9);
  });

  it('is above 0 however far and narrow', () => {
    const density = estimator(unit, new Float64Array(500).fill(0), 1e-9);
    expect(density.density([1])).toBeGreaterThan(0);
  });
});

describe('samples', () => {
  it('follow their density: Kolmogorov and Smirnov', () => {
    const density = estimator(unit, clustered);
    const random = mulberry32(7);
    const n = 20_000;
    const drawn = Array.from({ length: n }, () => density.sample(random)[0]!).sort((a, b) => a - b);
    const cells = 20_000;
    let [cumulated, at, distance] = [0, 0, 0];
    for (let i = 0; i < cells; i++) {
      cumulated += density.density([(i + 0.5) / cells]) / cells;
      while (at < n && drawn[at]! <= (i + 1) / cells) at++;
      distance = Math.max(distance, Math.abs(at / n - cumulated));
    }
    expect(distance).toBeLessThan(1.63 / Math.sqrt(n)); // 1 % of right estimators are farther off; the seed is fixed.
  });

  it.each([
    ['integers', grid, [1, 1, 1, 5, 12], values(12)],
    ['integers by ratio', logGrid, [1, 2, 12, 12], values(12)],
    ['choices', choice, ['a', 'a', 'b'], ['a', 'b', 'c']],
  ])('of %s follow their probabilities: chi²', (_, axis, observed, all) => {
    const density = estimator(axis, columnOf(axis, observed));
    const random = mulberry32(11);
    const n = 20_000;
    const counts = new Map<unknown, number>();
    for (let i = 0; i < n; i++) {
      const value = axis.valueAt(density.sample(random)[0]!);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const chi2 = all.reduce((sum: number, value) => {
      const expected = n * density.density([axis.positionOf(value)!]);
      return sum + ((counts.get(value) ?? 0) - expected) ** 2 / expected;
    }, 0);
    expect(chi2).toBeLessThan(all.length === 12 ? 24.7 : 9.2); // the 1 % points with 11 and 2 degrees of freedom
  });
});

describe('widths', () => {
  it('reach to the farther neighbour, at the ends to the inner one', () => {
    const [a, b, c, d, prior] = bandwidths(Float64Array.of(0.1, 0.9, 0.35, 0.75, 0.5), 5);
    expect([a, b, c, d]).toEqual([0.25, 1 / 6, 0.25, 0.25].map((width) => expect.closeTo(width, 12)));
    expect(prior).toBe(1);
  });

  it.each([
    [1, 1 / 3],
    [31, 1 / 33],
    [33, 0.03],
    [1000, 0.03],
  ])('of %d equal points are not below %p', (count, least) => {
    const widths = bandwidths(new Float64Array(count + 1).fill(0.5), count + 1);
    expect(widths[0]).toBeCloseTo(least, 12);
    expect(widths[count]).toBe(1);
  });
});
