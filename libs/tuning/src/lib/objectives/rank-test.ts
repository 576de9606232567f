import cdf from '@stdlib/stats-base-dists-normal-cdf';

/**
 * Probability that the first sample would rank so high against the second if both came from one distribution: the one-sided
 * test of Mann and Whitney 1947 in the normal approximation with correction for continuity, ties counted half.
 */
export function mannWhitneyP(high: readonly number[], low: readonly number[]): number {
  const wins = high.reduce((sum, a) => sum + low.reduce((inner, b) => inner + (a > b ? 1 : a === b ? 0.5 : 0), 0), 0);
  const [n, m] = [high.length, low.length];
  const z = (wins - (n * m) / 2 - 0.5) / Math.sqrt((n * m * (n + m + 1)) / 12);
  return cdf(-z, 0, 1);
}
