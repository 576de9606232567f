import { normalCdf, normalQuantile } from '../normal-distribution';

/** How the error rate is spent over the course of a test: about evenly (Pocock) or mostly at the end (O'Brien–Fleming). */
export type AlphaSpending = 'pocock' | 'obrien_fleming';

/**
 * One-sided error rate that may be spent once a fraction of the planned information is in; 0 at 0, `alpha` from 1 on.
 * Pocock type α·ln(1+(e−1)t), O'Brien–Fleming type 2−2Φ(Φ⁻¹(1−α/2)/√t). Source: Lan & DeMets, Discrete sequential
 * boundaries for clinical trials, Biometrika 70 (1983).
 * @param alpha total, in (0, 1).
 * @param fraction of the planned information, ≥ 0.
 * Throws a `RangeError` when a number is out of range.
 */
export function alphaSpent(spending: AlphaSpending, alpha: number, fraction: number): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must be in (0, 1), got ${alpha}`);
  if (!(fraction >= 0)) throw new RangeError(`fraction must be 0 or more, got ${fraction}`);
  if (fraction === 0) return 0;
  if (fraction >= 1) return alpha;
  if (spending === 'pocock') return Math.min(alpha, alpha * Math.log1p((Math.E - 1) * fraction));
  return Math.min(alpha, 2 * normalCdf(normalQuantile(alpha / 2) / Math.sqrt(fraction)));
}
