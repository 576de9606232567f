import { canonicalSymbol, parseSide, type Side, type TradingSymbol } from '@aurora/kernel';
import type { PosttradeRequest } from './posttrade-request.dto';

/** What a reported outcome says of its order, `null` where it does not. Numeric ids are texts. */
export interface OrderIdentity {
  readonly decisionId: string | null;
  readonly orderId: string | null;
  readonly clientOrderId: string | null;
  readonly exchangeOrderId: string | null;
  readonly symbol: TradingSymbol | null;
  readonly side: Side | null;
  /** Base quantity asked for. */
  readonly qty: number | null;
}

/** Reads the order out of an enriched outcome. Only absent and null fall through: 0 and the empty text are values. */
export const orderIdentity = (body: PosttradeRequest): OrderIdentity => ({
  decisionId: body.decision_id ?? null,
  orderId: idText(body.order_id ?? body.id),
  clientOrderId: idText(body.client_order_id ?? body.clientOrderId),
  exchangeOrderId: idText(body.exchange_order_id ?? body.orderId),
  symbol: body.symbol == null ? null : canonicalSymbol(body.symbol),
  side: (body.side == null ? undefined : parseSide(body.side)) ?? null,
  qty: body.qty ?? body.amount ?? null,
});

const idText = (id: string | number | null | undefined): string | null => (id == null ? null : String(id));
