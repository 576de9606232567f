/** ACCEPT accepts H1 (the edge is there), REJECT accepts H0, CONTINUE says neither yet. */
export type SprtDecision = 'ACCEPT' | 'REJECT' | 'CONTINUE';

/** Hypotheses and limits of a Gaussian sequential probability ratio test; all numbers finite. */
export interface SprtParams {
  /** Mean under H0. */
  mu0: number;
  /** Mean under H1. */
  mu1: number;
  /** Known standard deviation of one sample, > 0. */
  sigma: number;
  /** Upper boundary of the log likelihood ratio; reaching it accepts H1. */
  a: number;
  /** Lower boundary; reaching it accepts H0. The upper one is looked at first. */
  b: number;
  /** Samples after which the sign of the ratio decides (≥ 0 accepts), an integer ≥ 1. */
  maxObs: number;
}

/** Answer of one run. */
export interface SprtResult {
  decision: SprtDecision;
  /** Log likelihood ratio of H1 to H0 after `nObs` samples. */
  llr: number;
  /** Samples used; those after the decision are not looked at. */
  nObs: number;
}

/**
 * Runs Wald's sequential probability ratio test of a Gaussian mean over the samples, in order, and gives CONTINUE when
 * they end undecided. Source: Wald, Sequential Analysis (1947).
 * @param shouldStop asked before every sample; true ends the run with CONTINUE (a deadline, for instance).
 * Throws a `RangeError` on sigma ≤ 0, `maxObs` below 1, a number that is not finite, or a sample that makes the ratio so.
 */
export const sprtGaussian = (
  params: Readonly<SprtParams>,
  samples: ArrayLike<number>,
  shouldStop?: () => boolean,
): SprtResult => sprtGaussianInto({ decision: 'CONTINUE', llr: 0, nObs: 0 }, params, samples, shouldStop);

/** `sprtGaussian` writing its answer into `result`, which it returns: nothing is allocated. */
export function sprtGaussianInto(
  result: SprtResult,
  params: Readonly<SprtParams>,
  samples: ArrayLike<number>,
  shouldStop?: () => boolean,
): SprtResult {
  checkParams(params);
  const { mu0, mu1, a, b, maxObs } = params;
  const doubleVariance = 2 * params.sigma * params.sigma;
  result.decision = 'CONTINUE';
  result.llr = 0;
  result.nObs = 0;
  for (let i = 0; i < samples.length; i++) {
    if (shouldStop !== undefined && shouldStop()) break;
    const from0 = samples[i]! - mu0;
    const from1 = samples[i]! - mu1;
    const llr = result.llr + (from0 * from0 - from1 * from1) / doubleVariance;
    if (!Number.isFinite(llr)) throw new RangeError(`sample ${i} makes the likelihood ratio ${llr}: ${samples[i]}`);
    result.llr = llr;
    result.nObs = i + 1;
    if (llr >= a) result.decision = 'ACCEPT';
    else if (llr <= b) result.decision = 'REJECT';
    else if (result.nObs >= maxObs) result.decision = llr >= 0 ? 'ACCEPT' : 'REJECT';
    else continue;
    break;
  }
  return result;
}

function checkParams({ mu0, mu1, sigma, a, b, maxObs }: Readonly<SprtParams>): void {
  if (!(sigma > 0 && sigma < Infinity)) throw new RangeError(`sigma must be positive and finite, got ${sigma}`);
  if (!Number.isFinite(mu0)) throw new RangeError(`mu0 must be finite, got ${mu0}`);
  if (!Number.isFinite(mu1)) throw new RangeError(`mu1 must be finite, got ${mu1}`);
  if (!Number.isFinite(a)) throw new RangeError(`a must be finite, got ${a}`);
  if (!Number.isFinite(b)) throw new RangeError(`b must be finite, got ${b}`);
  if (!Number.isInteger(maxObs) || maxObs < 1) throw new RangeError(`maxObs must be an integer ≥ 1, got ${maxObs}`);
}
