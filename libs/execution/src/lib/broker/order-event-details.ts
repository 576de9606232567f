import type { OrderEvent } from './shadow-order';

/** What an order event says beyond the order itself, as it stands in an event record; `null` where there is nothing. */
export const orderEventDetails = (event: OrderEvent) => ({
  filled_qty: event.filledQty,
  last_qty: event.lastQty,
  last_price: numberOrNull(event.lastPrice),
  avg_price: numberOrNull(event.avgPrice),
  fee: event.fee,
  total_fee: event.totalFee,
  liquidity: event.liquidity,
  reason: event.reason,
  code: event.code,
  reduce_only: event.order.reduceOnly,
  time_in_force: event.order.type === 'limit' ? (event.order.timeInForce ?? 'GTC') : null,
});

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
