import { logistic } from '../logistic';
import { CalibrationFitError, checkBinary, checkFitColumns } from '../samples';

/** p = 1/(1+e^(−logit/temperature)), temperature > 0; above 1 it softens, below 1 it sharpens. */
export interface TemperatureModel {
  readonly kind: 'temperature';
  readonly temperature: number;
}

/**
 * Fits the one temperature that minimises the log loss of the logits. The loss is convex in 1/temperature, so its
 * derivative is bisected. Source: Guo et al., On calibration of modern neural networks (2017).
 * @param logits finite; ln(p/(1−p)) of the forecast.
 * @param labels 0 or 1.
 * @param weights not negative; null: all 1.
 * Throws a `RangeError` naming the column and the index on bad input, a `CalibrationFitError` when no positive finite
 * temperature is best: outcomes that do not rise with the logits, or outcomes that the logits' sign separates fully.
 */
export function fitTemperature(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
): TemperatureModel {
  checkFitColumns(logits, labels, weights);
  checkBinary('labels', labels);
  const slope = (beta: number): number => lossSlope(logits, labels, weights, beta);
  if (slope(0) >= 0) throw new CalibrationFitError('no temperature fits: outcomes do not rise with the logits');
  if (separated(logits, labels, weights))
    throw new CalibrationFitError('no temperature fits: the sign of the logits separates the outcomes fully');
  let low = 0;
  let high = 1;
  while (slope(high) < 0) {
    low = high;
    high *= 2;
  }
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  const temperature = 1 / high;
  if (!(temperature > 0 && temperature < Infinity))
    throw new CalibrationFitError(`no temperature fits: 1/${high} is out of range`);
  return { kind: 'temperature', temperature };
}

/** Probability at a logit; throws a `RangeError` on NaN. */
export function predictTemperature(model: TemperatureModel, logit: number): number {
  if (Number.isNaN(logit)) throw new RangeError('logit must be a number, got NaN');
  return logistic(logit / model.temperature);
}

/** Derivative of the log loss by beta = 1/temperature. */
function lossSlope(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null,
  beta: number,
): number {
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const weight = weights === null ? 1 : weights[i]!;
    sum += weight * logits[i]! * (logistic(beta * logits[i]!) - labels[i]!);
  }
  return sum;
}

function separated(logits: ArrayLike<number>, labels: ArrayLike<number>, weights: ArrayLike<number> | null): boolean {
  for (let i = 0; i < logits.length; i++) {
    const wrong = labels[i] === 1 ? logits[i]! < 0 : logits[i]! > 0;
    if (wrong && (weights === null || weights[i]! > 0)) return false;
  }
  return true;
}
