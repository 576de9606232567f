import type { Random, Sec } from '@aurora/kernel';
import { poisson } from './random';

/** Half of all orders are answers to others; an answer comes within a few tenths of a second. */
const DECAY_PER_SEC = 6;
const BRANCHING = 0.5;
/** Bursts are cut off here, times the base rate. */
const CEILING = 8;

/** Self-exciting arrivals (Hawkes 1971, exponential kernel): market orders come in bursts. */
export class HawkesArrivals {
  /** Excitation above the base rate, per second. */
  private excitation = 0;

  constructor(
    private readonly perSec: number,
    private readonly random: Random,
  ) {}

  /** Arrivals of one step. Long-run mean: perSec · activity, times 1/(1 − branching). */
  step(sec: Sec, activity: number): number {
    const base = this.perSec * activity;
    const arrivals = poisson(this.random, Math.min(base + this.excitation, CEILING * base) * sec);
    this.excitation = this.excitation * Math.exp(-DECAY_PER_SEC * sec) + BRANCHING * DECAY_PER_SEC * arrivals;
    return arrivals;
  }
}
