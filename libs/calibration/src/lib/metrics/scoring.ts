import { checkBinary, checkLengths } from '../samples';

/** A probability nearer to 0 or 1 than this counts as this in the log loss. */
export const LOG_CLIP = 1e-12;

/** Throws a `RangeError` naming the first forecast outside [0, 1] or outcome other than 0 and 1, unequal or no lengths. */
export function checkForecasts(p: ArrayLike<number>, y: ArrayLike<number>): void {
  checkLengths('p', p, 'y', y);
  for (let i = 0; i < p.length; i++) {
    if (!(p[i]! >= 0 && p[i]! <= 1)) throw new RangeError(`p[${i}] must be in [0, 1], got ${p[i]}`);
  }
  checkBinary('y', y);
}

/**
 * Brier score: mean squared difference of forecast and outcome, 0 (best) to 1. Source: Brier (1950).
 * Throws a `RangeError` on bad input, naming it.
 */
export function brier(p: ArrayLike<number>, y: ArrayLike<number>): number {
  checkForecasts(p, y);
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += (p[i]! - y[i]!) ** 2;
  return sum / p.length;
}

/**
 * Mean negative log likelihood in nats, with forecasts clipped to [1e-12, 1−1e-12]; 0 is best.
 * Throws a `RangeError` on bad input, naming it.
 */
export function logLoss(p: ArrayLike<number>, y: ArrayLike<number>): number {
  checkForecasts(p, y);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const clipped = Math.min(1 - LOG_CLIP, Math.max(LOG_CLIP, p[i]!));
    sum -= y[i] === 1 ? Math.log(clipped) : Math.log1p(-clipped);
  }
  return sum / p.length;
}
