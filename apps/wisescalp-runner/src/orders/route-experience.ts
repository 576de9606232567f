import type { Bps, Fraction } from '@aurora/kernel';

/** Weight of the latest fill in the running mean of what makers lose after it. */
const MEMORY = 0.1;

/** What resting orders of this run have met so far: the estimate for the next one. */
export class RouteExperience {
  private sent = 0;
  private filled = 0;
  private adverseBps = NaN;

  /** Rule of succession (Laplace): one half before the first order. */
  get makerFillProbability(): Fraction {
    return (this.filled + 1) / (this.sent + 2);
  }

  /** Mean drift of the mid against a filled maker order; half the spread, which it would have earned, before the first. */
  makerSlipBps(spreadBps: Bps): Bps {
    return Number.isNaN(this.adverseBps) ? spreadBps / 2 : this.adverseBps;
  }

  makerEnded(filledShare: Fraction): void {
    this.sent++;
    this.filled += filledShare;
  }

  /** @param bps how far the mid moved against the order some seconds after its fill, ≥ 0. */
  makerDrifted(bps: Bps): void {
    this.adverseBps = Number.isNaN(this.adverseBps) ? bps : this.adverseBps + MEMORY * (bps - this.adverseBps);
  }
}
