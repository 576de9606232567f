import type { EventCode } from '@aurora/events';
import type { Pct, Quote } from '@aurora/kernel';
import { classifyPosttrade, isClose, type PosttradeClass } from './classify-posttrade';
import { averagePrice, feesPaid, filledQty } from './fill';
import { orderIdentity, type OrderIdentity } from './order-identity';
import { normalStatus, statusMeaning } from './order-status';
import type { PosttradeRequest } from './posttrade-request.dto';

/** A reported outcome as the state of the gate takes it in. `null` where it was not said. */
export interface PosttradeFact extends OrderIdentity {
  readonly kind: PosttradeClass['kind'];
  readonly eventCode: EventCode;
  /** Lower case with underscores. */
  readonly status: string | null;
  /** Counts as a failure in the reject-storm window: an error was given, or the status is rejected. */
  readonly failed: boolean;
  readonly success: boolean;
  /** Nothing more will happen to the order. */
  readonly terminal: boolean;
  /** The order closes a position. */
  readonly close: boolean;
  /** Base quantity; what a failed order had filled before counts too. */
  readonly filledQty: number | null;
  /** Average fill price; the limit price is none. */
  readonly price: number | null;
  /** 0 on market orders where the venue says so. */
  readonly limitPrice: number | null;
  readonly fees: Quote | null;
  readonly pnlPct: Pct | null;
  readonly pnlUsdt: Quote | null;
}

/** Reads an enriched outcome. */
export function toPosttradeFact(enriched: PosttradeRequest): PosttradeFact {
  const { kind, eventCode } = classifyPosttrade(enriched);
  const status = normalStatus(enriched.status);
  const meaning = statusMeaning(status);
  const { decisionId, orderId, clientOrderId, exchangeOrderId, symbol, side, qty } = orderIdentity(enriched);
  // Member by member: spreading the identity takes twenty times as long.
  return {
    decisionId,
    orderId,
    clientOrderId,
    exchangeOrderId,
    // The empty text names no instrument, so nothing can be held in it.
    symbol: symbol === '' ? null : symbol,
    side,
    qty,
    kind,
    eventCode,
    status: status ?? null,
    failed: kind === 'failed' || meaning.event === 'ORDER.REJECT',
    success: kind === 'success',
    terminal: meaning.terminal || kind === 'failed' || eventCode === 'ORDER.FILL',
    close: isClose(enriched),
    filledQty: filledQty(enriched),
    price: averagePrice(enriched),
    limitPrice: enriched.price ?? null,
    fees: feesPaid(enriched),
    pnlPct: enriched.pnl_pct ?? null,
    pnlUsdt: enriched.pnl_usdt ?? null,
  };
}
