import type { Fraction } from '@aurora/kernel';

/** Lowest and highest fraction to return, 0 ≤ low ≤ high. */
export type Clip = readonly [low: Fraction, high: Fraction];

/**
 * Kelly fraction of a bet that wins `rr` with probability `pWin` and loses 1 otherwise, divided by the risk aversion:
 * f = (rr·p − (1−p)) / rr / riskAversion, clipped. Kelly, Bell System Technical Journal 35 (1956).
 * @returns 0 when there is nothing to size by: a probability outside [0, 1], `rr` or risk aversion not above 0, a clip
 * that is no range, or NaN.
 */
export function kellyBinary(args: {
  readonly pWin: number;
  /** Gain over loss. */
  readonly rr: number;
  readonly riskAversion: number;
  readonly clip: Clip;
}): Fraction {
  const { pWin, rr, riskAversion, clip } = args;
  if (!(pWin >= 0 && pWin <= 1 && rr > 0)) return 0;
  return sized((rr * pWin - (1 - pWin)) / rr, riskAversion, clip);
}

/**
 * Kelly fraction of normally distributed returns, divided by the risk aversion: f = mu / sigma² / riskAversion,
 * clipped. Thorp, Handbook of Asset and Liability Management 1 (2006), section 7.
 * @returns 0 when there is nothing to size by: sigma or risk aversion not above 0, a clip that is no range, or NaN.
 */
export function kellyMuSigma(args: {
  readonly mu: number;
  /** Standard deviation, in the unit of mu. */
  readonly sigma: number;
  readonly riskAversion: number;
  readonly clip: Clip;
}): Fraction {
  const { mu, sigma, riskAversion, clip } = args;
  if (!(sigma > 0)) return 0;
  return sized(mu / (sigma * sigma), riskAversion, clip);
}

function sized(fraction: number, riskAversion: number, [low, high]: Clip): Fraction {
  if (!(riskAversion > 0 && low >= 0 && low <= high)) return 0;
  const size = fraction / riskAversion;
  return Number.isNaN(size) ? 0 : Math.min(high, Math.max(low, size));
}
