import { type Params } from '../space/space';

/** A trial as a sampler sees it. */
export interface ObservedTrial {
  readonly params: Params;
  /**
   * What came of it: higher is better, always. `null` while it is running. `-Infinity` for one that a hard gate has refused;
   * a value that is not finite counts as the worst there is, never as a good one.
   */
  readonly value: number | null;
}

/** Chooses the parameters of the next trial. */
export interface Sampler {
  /**
   * Parameters for the trial with this number, given all trials before it in the order in which they began. A pure function of
   * space, options, seed, trial number and trials: a study that was interrupted goes on as if it had not been. The number is
   * that of the trials when it is not given.
   */
  suggest(trials: readonly ObservedTrial[], trialNumber?: number): Params;
}
