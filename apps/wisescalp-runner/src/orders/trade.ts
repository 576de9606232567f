import type { RewardPosition } from '@aurora/execution';
import { fractionToBps, sideSign, type Bps, type Ms } from '@aurora/kernel';
import type { Ticket } from './ticket';

/** How long after an opening's fill the drift of the mid counts as adverse selection. */
const ADVERSE_AFTER_MS = 5000;

/** An order that was filled as part of a trade. */
export class Leg {
  midAfter: number | null = null;

  constructor(readonly ticket: Ticket) {}

  /** Remembers the mid once its time has come. Returns the drift against the fill the first time, bps ≥ 0. */
  observe(mid: number, nowMs: Ms): Bps | undefined {
    if (this.midAfter !== null || nowMs < this.ticket.endedMs + ADVERSE_AFTER_MS || !(mid > 0)) return undefined;
    this.midAfter = mid;
    const { side, arrivalMid } = this.ticket.executed(mid);
    return Math.max(0, fractionToBps((sideSign(side) * (arrivalMid - mid)) / arrivalMid));
  }
}

/** A position from its opening to its end, with the orders that made it. */
export class Trade {
  readonly entries: Leg[] = [];
  readonly exits: Leg[] = [];

  constructor(
    readonly positionId: string,
    public position: RewardPosition,
  ) {}
}
