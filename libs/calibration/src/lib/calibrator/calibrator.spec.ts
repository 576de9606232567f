import fc from 'fast-check';
import { fitIsotonic } from '../isotonic/isotonic';
import { fitPlatt } from '../platt/platt';
import {
  type Calibrator,
  isotonicCalibrator,
  plattCalibrator,
  preferredCalibrator,
  SIGMOID_CALIBRATOR,
  temperatureCalibrator,
} from './calibrator';

const identity = { name: 'btc', version: '3' };
const isotonic = isotonicCalibrator(identity, { x: [-0.5, 0.5], y: [0.25, 0.75] });
const platt = plattCalibrator(identity, { a: 3, b: -1 });
const temperature = temperatureCalibrator(identity, { temperature: 4 });
const all: readonly Calibrator[] = [isotonic, platt, temperature, SIGMOID_CALIBRATOR];

describe('calibrators', () => {
  it.each([
    [0, 0.5],
    [-0, 0.5],
    [1, 1 / (1 + Math.exp(-2))],
    [-1.632457807138048, 0.03679459898277325],
    [1.33997688411531, 0.9358333474656872],
    [1e308, 1],
    [-1e308, 0],
  ])('sigmoid of %d', (score, p) => {
    expect(SIGMOID_CALIBRATOR.predict(score)).toBeCloseTo(p, 12);
  });

  it('isotonic clips scores to the knots and to [−1, 1]', () => {
    expect([-9, -0.5, 0, 0.25, 0.5, 9].map((score) => isotonic.predict(score))).toEqual([
      0.25, 0.25, 0.5, 0.625, 0.75, 0.75,
    ]);
    const wide = isotonicCalibrator(identity, { x: [-2, 2], y: [-1, 2] });
    expect([wide.predict(5), wide.predict(1), wide.predict(-5)]).toEqual([1, 1, 0]);
  });

  it('Platt and temperature are logistic in the score', () => {
    expect(platt.predict(0.5)).toBe(1 / (1 + Math.exp(-0.5)));
    expect(temperature.predict(1)).toBe(1 / (1 + Math.exp(-0.5)));
    expect(all.map(({ kind }) => kind)).toEqual(['isotonic', 'platt', 'temperature', 'sigmoid']);
  });

  it.each([NaN, Infinity, -Infinity])('refuses the score %d', (score) => {
    for (const calibrator of all) expect(() => calibrator.predict(score)).toThrow(RangeError);
  });

  it.each([-1e-9, NaN, Infinity])('refuses the Platt slope %d', (a) => {
    expect(() => plattCalibrator(identity, { a, b: 0 })).toThrow(/slope of btc must be finite and not negative/);
  });

  it('refuses an intercept that is not finite and a temperature that is not positive', () => {
    expect(() => plattCalibrator(identity, { a: 1, b: NaN })).toThrow(/intercept of btc/);
    expect(() => temperatureCalibrator(identity, { temperature: -1 })).toThrow(RangeError);
    expect(() => temperatureCalibrator(identity, { temperature: 0 })).toThrow(RangeError);
  });

  it('never decrease in the score and stay in [0, 1], whatever they were fitted on', () => {
    const score = fc.double({ min: -1.5, max: 1.5, noNaN: true });
    const rows = fc.array(fc.tuple(score, fc.constantFrom(0, 1)), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.array(score, { minLength: 2, maxLength: 20 }), (pairs, probes) => {
        const scores = pairs.map(([s]) => s);
        const labels = pairs.map(([, label]) => label);
        const fitted = fitPlatt(scores, labels);
        const calibrators = [...all, isotonicCalibrator(identity, fitIsotonic(scores, labels))];
        if (fitted.a >= 0) calibrators.push(plattCalibrator(identity, fitted));
        else expect(() => plattCalibrator(identity, fitted)).toThrow(RangeError);
        const ascending = probes.sort((a, b) => a - b);
        for (const calibrator of calibrators) {
          const p = ascending.map((s) => calibrator.predict(s));
          expect(p).toEqual([...p].sort((a, b) => a - b));
          expect(p[0]).toBeGreaterThanOrEqual(0);
          expect(p.at(-1)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('preferredCalibrator', () => {
  it('takes isotonic, else Platt, else temperature, else the fixed sigmoid', () => {
    expect(preferredCalibrator([temperature, platt, isotonic])).toBe(isotonic);
    expect(preferredCalibrator([temperature, platt])).toBe(platt);
    expect(preferredCalibrator([temperature])).toBe(temperature);
    expect(preferredCalibrator([])).toBe(SIGMOID_CALIBRATOR);
  });
});
