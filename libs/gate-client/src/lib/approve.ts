import { floorToStep, type Decimal, type Side } from '@aurora/kernel';
import type { GateVerdict } from './order-gate';

declare const approval: unique symbol;

/** What of an order matters for its approval. */
export interface Approvable {
  readonly symbol: string;
  readonly side: Side;
  /** Base units. */
  readonly qty: number;
  readonly reduceOnly: boolean;
}

/** An order that was let through, at most as large as allowed. Order code takes nothing else, and only {@link approve} makes one. */
export type Approved<Order extends Approvable> = Order & {
  /** Decision behind it; `null` when it went through without one. */
  readonly decisionId: string | null;
  readonly [approval]: true;
};

/**
 * The order cut to what was allowed, in whole lots, rounded down in decimal arithmetic.
 * @param verdict the answer to the question about this very order.
 * @param lotStep the venue's lot; throws a `RangeError` unless positive and finite.
 * @returns `undefined` when it was denied, when less than a lot is left of it, or when a quantity is no number.
 */
export function approve<Order extends Approvable>(
  order: Order,
  verdict: Pick<GateVerdict, 'allow' | 'maxQty' | 'decisionId'>,
  lotStep: Decimal.Value,
): Approved<Order> | undefined {
  if (verdict.allow !== true || !Number.isFinite(order.qty)) return undefined;
  const qty = floorToStep(Math.min(order.qty, verdict.maxQty), lotStep).toNumber();
  return qty > 0 ? ({ ...order, qty, decisionId: verdict.decisionId } as Approved<Order>) : undefined;
}
