import fc from 'fast-check';
import { seededUniform } from '../seeded-random.fixture';
import { ascendingOrder } from './ascending-order';
import { fitIsotonic, predictIsotonic } from './isotonic';
import { ISOTONIC_CASES } from './isotonic.fixture';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const row = fc.record({
  score: fc.oneof(finite, fc.integer({ min: -3, max: 3 })),
  label: fc.oneof(
    fc.constantFrom(0, 1),
    fc.nat(1_000).map((n) => n / 1_000),
  ),
  weight: fc.double({ min: 0.01, max: 10, noNaN: true }),
});
const rows = fc.array(row, { minLength: 1, maxLength: 60 });

describe('fitIsotonic', () => {
  it.each(ISOTONIC_CASES)('agrees with scikit-learn on $id', ({ scores, labels, weights, grid, predictions }) => {
    const model = fitIsotonic(scores, labels, weights);
    grid.forEach((score, i) => expect(predictIsotonic(model, score)).toBeCloseTo(predictions[i]!, 12));
  });

  it('pools equal scores by their weighted mean before it fits', () => {
    expect(fitIsotonic([0, 0, 1], [1, 0, 1], [3, 1, 1])).toEqual({ kind: 'isotonic', x: [0, 1], y: [0.75, 1] });
    expect(fitIsotonic([-0, 0], [0, 1]).x).toHaveLength(1);
  });

  it('does not count points of weight 0', () => {
    expect(fitIsotonic([0, 1, 2], [0, 1, 1], [1, 0, 1])).toEqual({ kind: 'isotonic', x: [0, 2], y: [0, 1] });
  });

  it('is flat when labels only fall', () => {
    expect(fitIsotonic([1, 2, 3, 4], [1, 1, 0, 0])).toEqual({ kind: 'isotonic', x: [1, 4], y: [0.5, 0.5] });
  });

  it('pools the slightest fall', () => {
    expect(fitIsotonic([0, 1], [0.50001, 0.5]).y).toEqual([0.500005, 0.500005]);
  });

  it('does not round above the right knot just before it', () => {
    const model = { kind: 'isotonic', x: [-1, 0.1], y: [0.001, 0.009] } as const;
    expect(predictIsotonic(model, 0.09999999999999999)).toBe(0.009);
  });

  it('clips to the ends', () => {
    const model = fitIsotonic([0, 1], [0, 1]);
    expect([-Infinity, -1, 0, 0.25, 1, 2, Infinity].map((x) => predictIsotonic(model, x))).toEqual([
      0, 0, 0, 0.25, 1, 1, 1,
    ]);
    expect(() => predictIsotonic(model, NaN)).toThrow(RangeError);
  });

  it.each([
    [[], [], null, 'scores must not be empty'],
    [[1], [1, 0], null, 'scores and labels must have one length, got 1 and 2'],
    [[1], [1], [1, 1], 'scores and weights must have one length, got 1 and 2'],
    [[1, NaN], [0, 1], null, 'scores[1] must be finite, got NaN'],
    [[Infinity], [0], null, 'scores[0] must be finite, got Infinity'],
    [[1.7e308], [0], null, 'scores[0] must be finite'],
    [[0], [1.5], null, 'labels[0] must be in [0, 1], got 1.5'],
    [[0], [NaN], null, 'labels[0] must be in [0, 1], got NaN'],
    [[0], [1], [-1], 'weights[0] must be finite and not negative, got -1'],
    [[0], [1], [0], 'weights must have a positive finite sum, got 0'],
  ])('refuses %j %j %j', (scores, labels, weights, message) => {
    expect(() => fitIsotonic(scores, labels, weights)).toThrow(message);
  });

  it('never decreases, keeps the mean, and stays within the labels beyond rounding', () => {
    fc.assert(
      fc.property(rows, fc.array(finite, { maxLength: 30 }), (data, probes) => {
        const [scores, labels, weights] = columns(data);
        const model = fitIsotonic(scores, labels, weights);
        const at = [...probes, ...scores].sort((a, b) => a - b).map((score) => predictIsotonic(model, score));
        at.forEach((p, i) => {
          expect(p).toBeGreaterThanOrEqual(i === 0 ? Math.min(...labels) * (1 - 1e-12) : at[i - 1]!);
          expect(p).toBeLessThanOrEqual(Math.max(...labels) * (1 + 1e-12));
        });
        const total = (f: (i: number) => number) => data.reduce((sum, _, i) => sum + weights[i]! * f(i), 0);
        expect(total((i) => predictIsotonic(model, scores[i]!))).toBeCloseTo(
          total((i) => labels[i]!),
          8,
        );
      }),
    );
  });

  it('has no better monotone neighbour: the min–max formula of isotonic regression', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (data) => {
        const [scores, labels, weights] = columns(data);
        const model = fitIsotonic(scores, labels, weights);
        for (const score of scores) expect(predictIsotonic(model, score)).toBeCloseTo(minMax(data, score), 9);
      }),
    );
  });

  it('does not depend on the order of the samples beyond rounding', () => {
    fc.assert(
      fc.property(rows, (data) => {
        const forward = fitIsotonic(...columns(data));
        const backward = fitIsotonic(...columns([...data].reverse()));
        for (const { score } of data)
          expect(predictIsotonic(forward, score)).toBeCloseTo(predictIsotonic(backward, score), 9);
      }),
    );
  });

  it('fits a million points', () => {
    const uniform = seededUniform(7);
    const scores = new Float64Array(1_000_000).map(() => 2 * uniform() - 1);
    const labels = scores.map((score) => (uniform() < (score + 1) / 2 ? 1 : 0));
    const model = fitIsotonic(scores, labels);
    for (const score of [-0.8, -0.4, 0, 0.4, 0.8])
      expect(Math.abs(predictIsotonic(model, score) - (score + 1) / 2)).toBeLessThan(0.02);
  });
});

describe('ascendingOrder', () => {
  it('is the stable order of the numbers', () => {
    const anyFinite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(fc.oneof(anyFinite, fc.constantFrom(0, 1, -1, 2)), { maxLength: 80 }), (values) => {
        const expected = values.map((_, i) => i).sort((i, j) => compare(values[i]!, values[j]!) || i - j);
        expect([...ascendingOrder(Float64Array.from(values))]).toEqual(expected);
      }),
    );
  });
});

/** −0 counts as below 0. */
const compare = (a: number, b: number) =>
  Object.is(a, b) ? 0 : a < b || Object.is(a, -0) ? (a > b ? 1 : -1) : a > b || Object.is(b, -0) ? 1 : 0;

type Row = { score: number; label: number; weight: number };

const columns = (data: readonly Row[]): [number[], number[], number[]] => [
  data.map(({ score }) => score),
  data.map(({ label }) => label),
  data.map(({ weight }) => weight),
];

/** Largest over lower ends, of the smallest over upper ends, of the weighted mean between them. */
function minMax(data: readonly Row[], at: number): number {
  const ends = [...new Set(data.map(({ score }) => score))];
  const mean = (from: number, to: number) => {
    const inside = data.filter(({ score }) => score >= from && score <= to);
    return inside.reduce((s, r) => s + r.weight * r.label, 0) / inside.reduce((s, r) => s + r.weight, 0);
  };
  const lower = ends.filter((end) => end <= at);
  const upper = ends.filter((end) => end >= at);
  return Math.max(...lower.map((from) => Math.min(...upper.map((to) => mean(from, to)))));
}
