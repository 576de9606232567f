import { normaliseExchangeError, type OrderFailed, type OrderRecordBase, type OrderSuccess } from '@aurora/events';
import { averagePrice, feesPaid, filledFraction } from '../posttrade/fill';
import { orderIdentity } from '../posttrade/order-identity';
import type { PosttradeRequest } from '../posttrade/posttrade-request.dto';

/**
 * The record of an order that was filled, whole or in part.
 * @param enriched what `enrichPosttrade` made of the body.
 * @param tsIso ISO 8601 in UTC, ms: when the outcome was received.
 */
export const posttradeToSuccess = (enriched: PosttradeRequest, tsIso: string): OrderSuccess => ({
  ...recordBase(enriched, tsIso),
  avg_price: averagePrice(enriched),
  fees: feesPaid(enriched),
  filled_pct: filledFraction(enriched),
  exchange_ts: enriched.exchange_ts ?? enriched.timestamp ?? null,
});

/** The record of an order that failed, with the venue's error in normalised form. One attempt unless the body counts more. */
export function posttradeToFailed(enriched: PosttradeRequest, tsIso: string): OrderFailed {
  const code = enriched.error_code ?? part(enriched.error, 'code');
  const error_code = code == null ? null : asText(code);
  const error_msg = messageOf(enriched);
  return {
    ...recordBase(enriched, tsIso),
    error_code,
    error_msg,
    attempts: enriched.attempts ?? 1,
    final_status: enriched.status ?? null,
    reason_normalized: normaliseExchangeError(error_code, error_msg),
  };
}

/** The body that would lead to the record of a fill again. */
export const orderSuccessToPosttrade = (record: OrderSuccess): PosttradeRequest => ({
  ...identityOf(record),
  status: record.filled_pct !== null && record.filled_pct >= 1 ? 'filled' : 'partially_filled',
  average: record.avg_price,
  fee: record.fees,
  filled_pct: record.filled_pct,
  exchange_ts: record.exchange_ts,
});

/** The body that would lead to the record of a failure again. */
export const orderFailedToPosttrade = (record: OrderFailed): PosttradeRequest => ({
  ...identityOf(record),
  status: record.final_status,
  error: record.error_code === null && record.error_msg === null ? true : null,
  error_code: record.error_code,
  error_msg: record.error_msg,
  attempts: record.attempts,
});

function recordBase(enriched: PosttradeRequest, tsIso: string): OrderRecordBase {
  const order = orderIdentity(enriched);
  return {
    ts_iso: tsIso,
    decision_id: order.decisionId,
    order_id: order.orderId,
    symbol: order.symbol,
    side: order.side,
    qty: order.qty,
    client_order_id: order.clientOrderId,
    exchange_order_id: order.exchangeOrderId,
  };
}

const identityOf = (record: OrderRecordBase): PosttradeRequest => ({
  decision_id: record.decision_id,
  order_id: record.order_id,
  symbol: record.symbol,
  side: record.side,
  qty: record.qty,
  client_order_id: record.client_order_id,
  exchange_order_id: record.exchange_order_id,
});

function messageOf({ error, error_msg: message }: PosttradeRequest): string | null {
  if (message != null && message !== false) return asText(message);
  if (error == null || typeof error === 'boolean') return null;
  return asText(part(error, 'message') ?? error);
}

const part = (error: unknown, name: string): unknown =>
  error !== null && typeof error === 'object' ? (error as Readonly<Record<string, unknown>>)[name] : undefined;

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
