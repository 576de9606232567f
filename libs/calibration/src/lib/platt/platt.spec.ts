import fc from 'fast-check';
import { fitPlatt, predictPlatt } from './platt';
import { PLATT_CASES } from './platt.fixture';

describe('fitPlatt', () => {
  it.each(PLATT_CASES)('finds the optimum of $id', ({ scores, labels, weights, grid, predictions }) => {
    const model = fitPlatt(scores, labels, weights);
    grid.forEach((score, i) => expect(predictPlatt(model, score) / predictions[i]!).toBeCloseTo(1, 7));
  });

  it('has a flat gradient at its answer, whatever the unit of the scores', () => {
    const scores = fc.integer({ min: -100, max: 100 }).map((n) => n / 100);
    const data = fc.array(fc.tuple(scores, fc.constantFrom(0, 1)), { minLength: 4, maxLength: 50 });
    fc.assert(
      fc.property(data, fc.constantFrom(1e-6, 1, 1e6), fc.constantFrom(0, 10), (pairs, unit, shift) => {
        const x = pairs.map(([score]) => (score + shift) * unit);
        const labels = pairs.map(([, label]) => label);
        const model = fitPlatt(x, labels);
        const positives = labels.filter((label) => label === 1).length;
        const hit = (positives + 1) / (positives + 2);
        const miss = 1 / (labels.length - positives + 2);
        const residuals = x.map((score, i) => predictPlatt(model, score) - (labels[i] === 1 ? hit : miss));
        const single = positives === 0 || positives === labels.length;
        if (!single) expect(residuals.reduce((sum, r) => sum + r, 0)).toBeCloseTo(0, 6);
        if (!single) expect(residuals.reduce((sum, r, i) => sum + r * (x[i]! / unit - shift), 0)).toBeCloseTo(0, 6);
      }),
    );
  });

  it('stays finite on separated classes: the regularised targets', () => {
    const model = fitPlatt([-1, -1, 1, 1], [0, 0, 1, 1]);
    expect(predictPlatt(model, 1)).toBeCloseTo(3 / 4, 9);
    expect(predictPlatt(model, -1)).toBeCloseTo(1 / 4, 9);
  });

  it('is exactly flat with one class or one score', () => {
    expect(fitPlatt([0, 1, 2], [1, 1, 1]).a).toBe(0);
    expect(fitPlatt([0, 1, 2], [1, 1, 1]).b).toBeCloseTo(Math.log(4), 12);
    expect(fitPlatt([5, 5, 5 + 1e-12], [0, 1, 1]).a).toBe(0);
    expect(fitPlatt([0, 5e-324], [0, 1]).a).toBe(0);
  });

  it('gives a sample of weight 2 the say of two', () => {
    const doubled = fitPlatt([0, 1, 1, 2, 3], [0, 1, 1, 0, 1]);
    const weighted = fitPlatt([0, 1, 2, 3], [0, 1, 0, 1], [1, 2, 1, 1]);
    expect(weighted.a).toBeCloseTo(doubled.a, 9);
    expect(weighted.b).toBeCloseTo(doubled.b, 9);
  });

  it('reports a falling fit as it is', () => {
    expect(fitPlatt([0, 1, 2, 3], [1, 1, 0, 0]).a).toBeLessThan(0);
  });

  it.each([
    [[1, 2], [0, 0.5], 'labels[1] must be 0 or 1, got 0.5'],
    [[1, NaN], [0, 1], 'scores[1] must be finite, got NaN'],
    [[], [], 'scores must not be empty'],
  ])('refuses %j %j', (scores, labels, message) => {
    expect(() => fitPlatt(scores, labels)).toThrow(message);
  });

  it('refuses to predict NaN', () => {
    expect(() => predictPlatt({ kind: 'platt', a: 1, b: 0 }, NaN)).toThrow(RangeError);
  });
});
