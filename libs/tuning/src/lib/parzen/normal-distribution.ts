import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

const phi = cdf.factory(0, 1);
const phiInverse = quantile.factory(0, 1);

/** Probability of a standard normal number between two ends, from the tail that has the more digits. */
export const normalMass = (from: number, to: number): number =>
  from > 0 ? phi(-from) - phi(-to) : phi(to) - phi(from);

/** The standard normal number below which a share of the probability between two ends lies. */
export function truncatedNormalQuantile(share: number, from: number, to: number): number {
  if (from > 0) return -truncatedNormalQuantile(1 - share, -to, -from);
  const below = phi(from);
  return Math.min(Math.max(phiInverse(below + share * (phi(to) - below)), from), to);
}
