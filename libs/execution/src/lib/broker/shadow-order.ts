import type { Ms, Quote, Side } from '@aurora/kernel';
import type { FilterReason } from '../venue/check-filters';
import type { OrderStatus } from './order-lifecycle';

/**
 * How long a limit order lives: GTC until cancelled, IOC what fills at once, FOK all at once or nothing, GTX only as a
 * maker (post-only).
 */
export type TimeInForce = 'GTC' | 'IOC' | 'FOK' | 'GTX';

export interface ShadowOrder {
  /** Client order id; one order per id. */
  readonly cid: string;
  /** The decision of the gate that let it pass; `null` when it went out without one. */
  readonly decisionId: string | null;
  readonly symbol: string;
  readonly side: Side;
  readonly type: 'market' | 'limit';
  /** Base units. */
  readonly qty: number;
  /** Needed by a limit order; of no meaning for a market order. */
  readonly price?: number;
  /** Of limit orders; GTC when absent. */
  readonly timeInForce?: TimeInForce;
  /** May shrink the shadow position of the symbol, never enlarge or turn it. */
  readonly reduceOnly: boolean;
  /** What is left of the order this long after submission expires. */
  readonly ttlMs?: Ms;
}

export type OrderEventKind =
  'submit' | 'ack' | 'partial' | 'fill' | 'cancel_request' | 'cancel_ack' | 'cancel' | 'reject' | 'expire';

export interface OrderEvent {
  readonly kind: OrderEventKind;
  readonly order: ShadowOrder;
  readonly orderId: string;
  readonly atMs: Ms;
  /** Sum of all fills so far. */
  readonly filledQty: number;
  /** Of this event; 0 unless it is a fill. */
  readonly lastQty: number;
  /** Of this event; NaN unless it is a fill. */
  readonly lastPrice: number;
  /** Of all fills so far; NaN while there is none. */
  readonly avgPrice: number;
  /** Of this event. */
  readonly fee: Quote;
  readonly totalFee: Quote;
  /** `null` unless it is a fill. */
  readonly liquidity: 'maker' | 'taker' | null;
  /** Of a `reject` or `expire`; a stable code without numbers, else `null`. */
  readonly reason: OrderEndReason | null;
  /** Error code of the venue on a `reject`, else `null`. */
  readonly code: number | null;
}

/** Why an order ended other than by being filled or cancelled on request. */
export type OrderEndReason =
  | FilterReason
  | 'unknown_symbol'
  | 'reduce_only'
  | 'post_only_would_take'
  | 'fok_not_fillable'
  | 'market_price_off_mark'
  | 'no_liquidity'
  | 'ioc_remainder'
  | 'position_closed'
  | 'ttl';

/** What an order looks like now. */
export interface OrderState {
  readonly order: ShadowOrder;
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly submittedMs: Ms;
  readonly filledQty: number;
  readonly remainingQty: number;
  /** NaN while nothing is filled. */
  readonly avgPrice: number;
  readonly totalFee: Quote;
  /** Quantity that must trade at the price before the order does; NaN unless it rests. */
  readonly aheadQty: number;
}
