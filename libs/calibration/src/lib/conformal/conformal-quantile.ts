import { normalQuantile } from '../normal-distribution';

/** With fewer calibration scores than this, `splitConformalQuantile` assumes a normal distribution. */
export const GAUSSIAN_BELOW = 50;

/**
 * Quantile of split conformal prediction: the ⌈(n+1)(1−α)⌉-th smallest calibration score, so that a new exchangeable
 * score is at most that with probability ≥ 1−α. Null when that rank exceeds n (no finite quantile covers; alpha 0 is
 * always so), −Infinity at alpha 1. Source: Vovk, Gammerman & Shafer, Algorithmic Learning in a Random World (2005).
 * @param alpha in [0, 1].
 * Throws a `RangeError` on a score that is NaN or an alpha out of range.
 */
export function conformalQuantile(scores: ArrayLike<number>, alpha: number): number | null {
  const sorted = sortedScores(scores);
  return quantileOfSorted(sorted, alpha);
}

/** `conformalQuantile` of ascending scores, not checked. */
export function quantileOfSorted(sorted: ArrayLike<number>, alpha: number): number | null {
  checkAlpha(alpha);
  if (alpha === 1) return -Infinity;
  const rank = conformalRank(sorted.length, alpha);
  return rank > sorted.length ? null : sorted[rank - 1]!;
}

/**
 * Quantile mean + sd·Φ⁻¹(1−α) of scores assumed normal (sample standard deviation, n−1): an approximation without the
 * conformal guarantee, for samples too small for a rank. Null below two scores, or where it is not finite (alpha 0).
 * @param alpha in [0, 1].
 * Throws a `RangeError` on a score that is not finite or an alpha out of range.
 */
export function gaussianQuantile(scores: ArrayLike<number>, alpha: number): number | null {
  checkAlpha(alpha);
  const n = scores.length;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(scores[i])) throw new RangeError(`scores[${i}] must be finite, got ${scores[i]}`);
    const gap = scores[i]! - mean;
    mean += gap / (i + 1);
    squares += gap * (scores[i]! - mean);
  }
  if (n < 2 || alpha === 0) return null;
  if (alpha === 1) return -Infinity;
  return mean - Math.sqrt(squares / (n - 1)) * normalQuantile(alpha);
}

/** `gaussianQuantile` below 50 scores, `conformalQuantile` from 50 on; same bounds and errors. */
export const splitConformalQuantile = (scores: ArrayLike<number>, alpha: number): number | null =>
  scores.length < GAUSSIAN_BELOW ? gaussianQuantile(scores, alpha) : conformalQuantile(scores, alpha);

/** Ascending copy; throws a `RangeError` naming the first score that is NaN. */
export function sortedScores(scores: ArrayLike<number>): Float64Array {
  for (let i = 0; i < scores.length; i++) {
    if (!(typeof scores[i] === 'number') || Number.isNaN(scores[i]))
      throw new RangeError(`scores[${i}] must be a number, got ${scores[i]}`);
  }
  return Float64Array.from(scores).sort();
}

/** ⌈(n+1)(1−α)⌉ as n+1−⌊(n+1)α⌋, which does not suffer from 1−α; a product within rounding of an integer is that integer. */
function conformalRank(n: number, alpha: number): number {
  return Math.max(1, n + 1 - Math.floor((n + 1) * alpha * (1 + 1e-14)));
}

function checkAlpha(alpha: number): void {
  if (!(alpha >= 0 && alpha <= 1)) throw new RangeError(`alpha must be in [0, 1], got ${alpha}`);
}
