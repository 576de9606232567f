import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** Standard normal distribution function Φ(z); the upper tail is `normalCdf(-z)`, which keeps its digits. */
export const normalCdf: (z: number) => number = cdf.factory(0, 1);

/** Standard normal quantile Φ⁻¹(p): ∓∞ at 0 and 1, NaN outside [0, 1]. */
export const normalQuantile: (p: number) => number = quantile.factory(0, 1);

const PDF_AT_0 = 1 / Math.sqrt(2 * Math.PI);

/** Standard normal density φ(z). */
export const normalPdf = (z: number): number => PDF_AT_0 * Math.exp(-0.5 * z * z);
