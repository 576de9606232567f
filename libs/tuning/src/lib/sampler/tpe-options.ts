/** How `TpeSampler` searches; what is not given stands at its default. */
export interface TpeOptions {
  /** Any 32-bit integer; together with the number of a trial it gives the random numbers of that trial. */
  readonly seed: number;
  /** Trials that must have ended before the model chooses; until then parameters are random. Default 10, ≥ 0. */
  readonly startupTrials?: number;
  /** Points drawn from the density of the good trials, the most promising of which is suggested. Default 24, ≥ 1. */
  readonly candidates?: number;
  /** Whether one density spans all dimensions, so that what goes together is learned together. Default true: on every objective measured it found more than each dimension alone (docs/tuning.md). */
  readonly multivariate?: boolean;
  /** Whether trials that are still running count as bad, which keeps parallel trials apart. Default true. */
  readonly constantLiar?: boolean;
  /** Weight of the prior, the whole interval, against that of one trial. Default 1, > 0. */
  readonly priorWeight?: number;
}
