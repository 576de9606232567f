import type { PosttradeRequest } from '@aurora/contracts';
import type { Quote } from '@aurora/kernel';
import type { ApprovedOrder } from '../policy/approved-order';

/** A shadow fill. */
export interface ShadowFill {
  /** Average price the book gave. */
  readonly price: number;
  readonly fee: Quote;
  readonly atMs: number;
  /** Realised profit, for a close. */
  readonly pnlUsdt?: Quote;
}

/** What the gate is told of an order: filled, or cancelled when the book could not fill it. */
export function posttradeReport(order: ApprovedOrder, fill: ShadowFill | undefined): PosttradeRequest {
  const about = {
    order_id: order.clientOrderId,
    client_order_id: order.clientOrderId,
    decision_id: order.decisionId,
    symbol: order.symbol,
    side: order.side,
    action: order.reduceOnly ? 'close' : 'open',
    reduce_only: order.reduceOnly,
    qty: order.qty,
  };
  if (fill === undefined) return { ...about, status: 'canceled', filled: 0 };
  return {
    ...about,
    status: 'filled',
    filled: order.qty,
    average: fill.price,
    fee: { cost: fill.fee, currency: 'USDT' },
    exchange_ts: Math.floor(fill.atMs),
    ...(fill.pnlUsdt !== undefined && { pnl_usdt: fill.pnlUsdt }),
  };
}
