import { seededNormal, seededUniform } from '../seeded-random.fixture';
import { CalibrationFitError } from '../samples';
import { fitTemperature, predictTemperature } from './temperature';

const logistic = (z: number) => 1 / (1 + Math.exp(-z));

describe('fitTemperature', () => {
  it.each([0.5, 1, 2.5])('finds the temperature %d that made the data', (truth) => {
    const normal = seededNormal(11);
    const uniform = seededUniform(12);
    const logits = Array.from({ length: 40_000 }, () => 2 * normal());
    const labels = logits.map((logit) => (uniform() < logistic(logit / truth) ? 1 : 0));
    expect(fitTemperature(logits, labels).temperature / truth).toBeCloseTo(1, 1);
  });

  it('is at the minimum of the log loss', () => {
    const logits = [-2, -1, 0.5, 1, 3, 2];
    const labels = [0, 1, 0, 1, 1, 1];
    const { temperature } = fitTemperature(logits, labels);
    const loss = (t: number) =>
      -logits.reduce((sum, l, i) => sum + Math.log(logistic((labels[i] === 1 ? l : -l) / t)), 0);
    expect(loss(temperature)).toBeLessThan(loss(temperature * 1.001));
    expect(loss(temperature)).toBeLessThan(loss(temperature / 1.001));
  });

  it('counts weights', () => {
    const doubled = fitTemperature([1, 1, -1, 2], [1, 1, 1, 1]);
    expect(fitTemperature([1, -1, 2], [1, 1, 1], [2, 1, 1]).temperature).toBeCloseTo(doubled.temperature, 12);
  });

  it.each([
    ['outcomes that fall with the logits', [-1, 1], [1, 0]],
    ['logits that are all 0', [0, 0], [1, 0]],
    ['logits whose sign separates the outcomes', [-1, 2, 0], [0, 1, 1]],
  ])('refuses %s', (_, logits, labels) => {
    expect(() => fitTemperature(logits, labels)).toThrow(CalibrationFitError);
  });

  it('predicts the logistic function of logit/temperature', () => {
    expect(predictTemperature({ kind: 'temperature', temperature: 2 }, 4)).toBe(logistic(2));
    expect(() => predictTemperature({ kind: 'temperature', temperature: 2 }, NaN)).toThrow(RangeError);
  });
});
