import type { OrderEventKind } from './shadow-order';

/** Where an order stands. The last four are final. */
export type OrderStatus = 'NEW' | 'ACKED' | 'PARTIAL' | 'FILLED' | 'CANCELLED' | 'REJECTED' | 'EXPIRED';

/** What can move an order; a request to cancel and its receipt do not. */
export type OrderStep = Exclude<OrderEventKind, 'submit' | 'cancel_request' | 'cancel_ack'>;

type Steps = Readonly<Partial<Record<OrderStep, OrderStatus>>>;

const LIVE: Steps = { partial: 'PARTIAL', fill: 'FILLED', cancel: 'CANCELLED', expire: 'EXPIRED' };

/** A new order can end unacknowledged: cancelled or expired before the venue was seen to take it. */
const STEPS: Readonly<Record<OrderStatus, Steps>> = {
  NEW: { ack: 'ACKED', reject: 'REJECTED', cancel: 'CANCELLED', expire: 'EXPIRED' },
  ACKED: LIVE,
  PARTIAL: LIVE,
  FILLED: {},
  CANCELLED: {},
  REJECTED: {},
  EXPIRED: {},
};

/** A step that an order in its status cannot make: a programming error. */
export class IllegalOrderStepError extends Error {
  override readonly name = 'IllegalOrderStepError';

  constructor(
    readonly status: OrderStatus,
    readonly step: OrderStep,
  ) {
    super(`an order that is ${status} cannot ${step}`);
  }
}

/** True for a status that no step leaves. */
export const isFinal = (status: OrderStatus): boolean =>
  status === 'FILLED' || status === 'CANCELLED' || status === 'REJECTED' || status === 'EXPIRED';

/** State machine of one order: NEW → ACKED → PARTIAL → one final status. */
export class OrderLifecycle {
  private current: OrderStatus = 'NEW';
  private late = 0;

  get status(): OrderStatus {
    return this.current;
  }

  get ended(): boolean {
    return isFinal(this.current);
  }

  /** Steps that came after the end. */
  get lateSteps(): number {
    return this.late;
  }

  /**
   * Makes the step. Returns false, and counts it as late, when the order has already ended.
   * @throws IllegalOrderStepError when a living order cannot make it.
   */
  take(step: OrderStep): boolean {
    if (this.ended) {
      this.late++;
      return false;
    }
    const next = STEPS[this.current][step];
    if (next === undefined) throw new IllegalOrderStepError(this.current, step);
    this.current = next;
    return true;
  }
}
