import { sortedScores } from './conformal-quantile';

/**
 * Conformal p-value of a score, (1 + #{calibration ≥ score})/(n+1): at most u with probability ≤ u, ties included.
 * A tie counts against the new score. 1 without calibration scores. Source: Vovk, Gammerman & Shafer (2005).
 * Throws a `RangeError` on NaN.
 */
export const conformalPValue = (scores: ArrayLike<number>, score: number): number =>
  pValueOfSorted(sortedScores(scores), score);

/**
 * Smoothed conformal p-value (#{calibration > score} + u·(1 + #{calibration = score}))/(n+1): exactly uniform when `u`
 * is, ties included.
 * @param u a uniform random number in [0, 1], passed in so that the answer can be repeated.
 * Throws a `RangeError` on NaN or a `u` out of range.
 */
export function smoothedConformalPValue(scores: ArrayLike<number>, score: number, u: number): number {
  if (!(u >= 0 && u <= 1)) throw new RangeError(`u must be in [0, 1], got ${u}`);
  const sorted = sortedScores(scores);
  const above = countAbove(sorted, score);
  const tied = countAtLeast(sorted, score) - above;
  return (above + u * (1 + tied)) / (sorted.length + 1);
}

/** `conformalPValue` of ascending scores. */
export const pValueOfSorted = (sorted: ArrayLike<number>, score: number): number =>
  (1 + countAtLeast(sorted, score)) / (sorted.length + 1);

const countAtLeast = (sorted: ArrayLike<number>, score: number): number =>
  sorted.length - firstIndex(sorted, score, (value) => value >= score);

const countAbove = (sorted: ArrayLike<number>, score: number): number =>
  sorted.length - firstIndex(sorted, score, (value) => value > score);

function firstIndex(sorted: ArrayLike<number>, score: number, holds: (value: number) => boolean): number {
  if (Number.isNaN(score)) throw new RangeError('score must be a number, got NaN');
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
