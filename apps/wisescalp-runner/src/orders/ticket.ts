import type { ExecutedOrder, OrderEvent } from '@aurora/execution';
import type { Approved } from '@aurora/gate-client';
import type { Ms } from '@aurora/kernel';
import type { Signal } from '../signal/signal';
import type { WantedOrder } from './wanted-order';

/** An approved order on its way, with the market at its milestones. */
export class Ticket {
  private arrivalMid = NaN;
  private arrivalTouch: number | null = null;
  private feesUsdt = 0;
  private rebateUsdt = 0;
  private ending: OrderEvent | undefined;

  constructor(
    readonly order: Approved<WantedOrder>,
    /** What spoke for the order. */
    readonly signal: Signal,
    /** Client order id of the opening of its position. */
    readonly positionId: string,
  ) {}

  /** The last event; `undefined` while the order lives. */
  get end(): OrderEvent | undefined {
    return this.ending;
  }

  /** @param touch best opposite quote; `null` for an order that does not take from it. */
  arrived(mid: number, touch: number | null): void {
    this.arrivalMid = mid;
    this.arrivalTouch = touch;
  }

  paid(fee: number): void {
    if (fee >= 0) this.feesUsdt += fee;
    else this.rebateUsdt -= fee;
  }

  ended(event: OrderEvent): void {
    this.ending = event;
  }

  /** For the analysis of costs, once it has ended with something filled. */
  executed(midAfter: number | null): ExecutedOrder {
    const { filledQty: qty, avgPrice: fillPrice } = this.ending!;
    const { mid: decisionMid } = this.signal.features;
    return {
      side: this.order.side,
      qty,
      decisionMid,
      arrivalMid: Number.isNaN(this.arrivalMid) ? decisionMid : this.arrivalMid,
      arrivalTouch: this.arrivalTouch,
      fillPrice,
      feesUsdt: this.feesUsdt,
      rebateUsdt: this.rebateUsdt,
      midAfter,
    };
  }

  /** Since when, once it has ended. */
  get endedMs(): Ms {
    return this.ending!.atMs;
  }
}
