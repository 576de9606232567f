import type { OrderIntent } from '@aurora/kernel';

declare const approval: unique symbol;

/**
 * A value that the gate approved. Nothing outside the pipeline can make one, so code that sends orders and accepts
 * only `Approved<Order>` cannot be handed an order that was never asked about.
 */
export type Approved<T> = T & { readonly [approval]: true };

/** The order as it may be sent: cut to `maxQty`, its stated value with it. Used by the pipeline alone; not exported from the library. */
export function approve(order: OrderIntent, maxQty: number): Approved<OrderIntent> {
  if (maxQty >= order.qty) return order as Approved<OrderIntent>;
  const notional = order.notional === undefined ? undefined : order.notional * (maxQty / order.qty);
  return { ...order, qty: maxQty, notional } as Approved<OrderIntent>;
}
