import fc from 'fast-check';
import { SIGMOID_CALIBRATOR } from '../calibrator/calibrator';
import { calibrationScores } from './calibration-scores';
import { outcomes } from './outcome-stream.fixture';
import { PrequentialScores } from './prequential-scores';

const given = (p: number, label: 0 | 1, model = 'm@1') => ({ p, label, model });

describe('PrequentialScores', () => {
  it('says nothing before the first outcome', () => {
    const scores = new PrequentialScores(3);
    expect([scores.n, scores.rolling(), scores.ofModel('m@1')]).toEqual([0, null, null]);
  });

  it('looks back as far as its window, and at each model from its beginning', () => {
    const scores = new PrequentialScores(2);
    scores.add(given(0, 1));
    expect(scores.rolling()).toMatchObject({ n: 1, brier: 1, ece: 1 });
    scores.add(given(1, 1));
    expect(scores.rolling()).toMatchObject({ n: 2, brier: 0.5, ece: 0.5 });
    scores.add(given(0.5, 0, 'm@2'));
    expect(scores.rolling()).toMatchObject({ n: 2, brier: 0.125, ece: 0.25 });
    expect(scores.ofModel('m@1')).toMatchObject({ n: 2, brier: 0.5, ece: 0.5 });
    expect(scores.ofModel('m@2')).toMatchObject({ n: 1, brier: 0.25, ece: 0.5, logLoss: Math.log(2) });
    expect(scores.n).toBe(3);
  });

  it('is finite at 0 and 1', () => {
    const scores = new PrequentialScores(1);
    scores.add(given(0, 1));
    expect(scores.ofModel('m@1')!.logLoss).toBeCloseTo(-Math.log(1e-12), 6);
    scores.add(given(-0, 0));
    expect(scores.rolling()).toMatchObject({ brier: 0, ece: 0 });
  });

  it('says of each model and window what a look at all outcomes says', () => {
    const forecasts = fc.array(
      fc.tuple(
        fc.oneof(fc.constantFrom(0, 0.1, 0.2, 0.3, 0.5, 0.7, 1), fc.double({ min: 0, max: 1, noNaN: true })),
        fc.constantFrom(0 as const, 1 as const),
        fc.constantFrom('a@1', 'b@1'),
      ),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(forecasts, fc.integer({ min: 1, max: 40 }), (all, window) => {
        const scores = new PrequentialScores(window);
        for (const [p, label, model] of all) scores.add({ p, label, model });
        const of = (some: typeof all) => calibrationScores(...columns(some));
        const close = (a: object | null, b: object) =>
          expect(Object.values(a!).map((value: number) => value.toFixed(9))).toEqual(
            Object.values(b).map((value: number) => value.toFixed(9)),
          );
        close(scores.rolling(), of(all.slice(-window)));
        for (const name of new Set(all.map(([, , model]) => model)))
          close(scores.ofModel(name), of(all.filter(([, , model]) => model === name)));
      }),
    );
  });

  it('remembers the latest twenty models', () => {
    const scores = new PrequentialScores(10);
    for (let i = 0; i <= 20; i++) scores.add(given(0.5, 1, `m@${i}`));
    expect([scores.ofModel('m@0'), scores.ofModel('m@1')?.n, scores.ofModel('m@20')?.n]).toEqual([null, 1, 1]);
  });

  it('finds a model that is right well calibrated', () => {
    const scores = new PrequentialScores(4000);
    for (const sample of outcomes(4000, 3, { slope: 2, intercept: 0 }, SIGMOID_CALIBRATOR)) scores.add(sample);
    expect(scores.rolling()!.ece).toBeLessThan(0.02);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses a window of %d', (window) =>
    expect(() => new PrequentialScores(window)).toThrow(RangeError),
  );
});

const columns = (some: readonly (readonly [number, 0 | 1, string])[]): [number[], number[]] => [
  some.map(([p]) => p),
  some.map(([, label]) => label),
];
