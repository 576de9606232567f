/** A calibrator cannot be fitted: the data hold no admissible optimum. */
export class CalibrationFitError extends Error {
  override readonly name = 'CalibrationFitError';
}

/** Largest magnitude of a score, so that the difference of two scores stays finite. */
const MAX_SCORE = Number.MAX_VALUE / 2;

/**
 * Checks the columns of a fit.
 * Throws a `RangeError` that names the column and the index: lengths differ, nothing given, a score that is not finite,
 * a label outside [0, 1], a negative or non-finite weight, no positive weight at all.
 */
export function checkFitColumns(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null,
): void {
  checkLengths('scores', scores, 'labels', labels);
  if (weights !== null) checkLengths('scores', scores, 'weights', weights);
  let totalWeight = 0;
  for (let i = 0; i < scores.length; i++) {
    if (!(Math.abs(scores[i]!) <= MAX_SCORE)) throw new RangeError(`scores[${i}] must be finite, got ${scores[i]}`);
    if (!(labels[i]! >= 0 && labels[i]! <= 1)) throw new RangeError(`labels[${i}] must be in [0, 1], got ${labels[i]}`);
    const weight = weights === null ? 1 : weights[i]!;
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`weights[${i}] must be finite and not negative, got ${weight}`);
    totalWeight += weight;
  }
  if (!(totalWeight > 0 && totalWeight < Infinity))
    throw new RangeError(`weights must have a positive finite sum, got ${totalWeight}`);
}

/** Throws a `RangeError` naming the first label that is neither 0 nor 1. */
export function checkBinary(name: string, labels: ArrayLike<number>): void {
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== 0 && labels[i] !== 1) throw new RangeError(`${name}[${i}] must be 0 or 1, got ${labels[i]}`);
  }
}

/** Throws a `RangeError` when two columns differ in length or hold nothing. */
export function checkLengths(
  nameA: string,
  a: { readonly length: number },
  nameB: string,
  b: { readonly length: number },
): void {
  if (a.length !== b.length)
    throw new RangeError(`${nameA} and ${nameB} must have one length, got ${a.length} and ${b.length}`);
  if (a.length === 0) throw new RangeError(`${nameA} must not be empty`);
}
