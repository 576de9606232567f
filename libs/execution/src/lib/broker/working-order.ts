import { Decimal } from '@aurora/kernel';
import { TICKS_PER_UNIT, ticksToPrice } from '@aurora/market';
import { OrderLifecycle, type OrderStep } from './order-lifecycle';
import type { QueuePosition } from './queue-position';
import type { OrderEndReason, OrderEvent, OrderEventKind, OrderState, ShadowOrder } from './shadow-order';

/** Why the venue ended an order, with its error code if it is an error. */
export interface OrderEnd {
  readonly reason: OrderEndReason;
  readonly code: number | null;
}

const BPS = 10_000;
const NO_FILL = { lastQty: 0, lastPrice: NaN, fee: 0, liquidity: null } as const;

/** One order with what became of it so far. */
export class WorkingOrder {
  readonly life = new OrderLifecycle();
  readonly orderId: string;
  /** Limit price in ticks of 1e-8; NaN for a market order. */
  readonly ticks: number;
  remaining: Decimal;
  cancelRequested = false;
  /** While it rests in the book. */
  queue: QueuePosition | undefined;
  /** Venue time up to which prints are in the book it joined. */
  joinedTransactMs = NaN;
  private filled = new Decimal(0);
  /** Σ quantity × price. */
  private cost = new Decimal(0);
  private fees = new Decimal(0);

  constructor(
    readonly order: ShadowOrder,
    readonly submittedMs: number,
    readonly arriveMs: number,
  ) {
    this.orderId = `shadow-${order.cid}`;
    this.ticks = order.type === 'limit' ? new Decimal(order.price ?? NaN).mul(TICKS_PER_UNIT).toNumber() : NaN;
    this.remaining = new Decimal(order.qty);
  }

  /**
   * Makes a step and tells of it; `null` when the order has already ended.
   * @throws IllegalOrderStepError when the order cannot make it.
   */
  step(kind: Exclude<OrderStep, 'partial' | 'fill'>, atMs: number, end?: OrderEnd): OrderEvent | null {
    if (!this.life.take(kind)) return null;
    return this.event(kind, atMs, { ...NO_FILL, reason: end?.reason ?? null, code: end?.code ?? null });
  }

  /** An event that moves nothing. */
  note(kind: 'submit' | 'cancel_request' | 'cancel_ack', atMs: number): OrderEvent {
    return this.event(kind, atMs, { ...NO_FILL, reason: null, code: null });
  }

  /** @param qty above 0 and at most what remains. */
  fill(qty: Decimal, ticks: number, liquidity: 'maker' | 'taker', feeBps: number, atMs: number): OrderEvent {
    const notional = qty.mul(ticks).div(TICKS_PER_UNIT);
    const fee = notional.mul(feeBps).div(BPS);
    this.remaining = this.remaining.minus(qty);
    this.filled = this.filled.plus(qty);
    this.cost = this.cost.plus(notional);
    this.fees = this.fees.plus(fee);
    const kind = this.remaining.isZero() ? 'fill' : 'partial';
    this.life.take(kind);
    return this.event(kind, atMs, {
      lastQty: qty.toNumber(),
      lastPrice: ticksToPrice(ticks),
      fee: fee.toNumber(),
      liquidity,
      reason: null,
      code: null,
    });
  }

  get state(): OrderState {
    return {
      order: this.order,
      orderId: this.orderId,
      status: this.life.status,
      submittedMs: this.submittedMs,
      filledQty: this.filled.toNumber(),
      remainingQty: this.remaining.toNumber(),
      avgPrice: this.avgPrice,
      totalFee: this.fees.toNumber(),
      aheadQty: this.life.ended ? NaN : (this.queue?.ahead ?? NaN),
    };
  }

  private get avgPrice(): number {
    return this.filled.isZero() ? NaN : this.cost.div(this.filled).toNumber();
  }

  private event(
    kind: OrderEventKind,
    atMs: number,
    what: Pick<OrderEvent, 'lastQty' | 'lastPrice' | 'fee' | 'liquidity' | 'reason' | 'code'>,
  ): OrderEvent {
    const { order, orderId, avgPrice } = this;
    const totals = { filledQty: this.filled.toNumber(), avgPrice, totalFee: this.fees.toNumber() };
    return { kind, order, orderId, atMs, ...totals, ...what };
  }
}
