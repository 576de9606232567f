import { deniedOrderId, gateCode, normaliseGateReason, type OrderDenied } from '@aurora/events';
import { canonicalSymbol, parseSide } from '@aurora/kernel';
import type { PretradeCheckAnswer } from '../pretrade/pretrade-answer.dto';
import type { PretradeOrder } from '../pretrade/pretrade-request.dto';

type DenyingAnswer = Pick<PretradeCheckAnswer, 'decision_id' | 'reason' | 'observability'>;

/**
 * The record of an order the gate refused.
 * @param tsIso ISO 8601 in UTC, ms: when the decision was made.
 */
export function apiOrderToDenied(order: PretradeOrder, answer: DenyingAnswer, tsIso: string): OrderDenied {
  return {
    ts_iso: tsIso,
    decision_id: answer.decision_id,
    order_id: deniedOrderId(answer.decision_id),
    symbol: canonicalSymbol(order.symbol),
    side: parseSide(order.side) ?? null,
    qty: order.qty,
    client_order_id: order.client_order_id ?? null,
    exchange_order_id: null,
    gate_code: gateCode(answer.reason),
    gate_detail: { reason: answer.reason, reasons: answer.observability.reasons },
    snapshot: answer.observability,
    reason_normalized: normaliseGateReason(answer.reason),
  };
}

/** What of the answer the record of a refused order still tells. */
export const orderDeniedToAnswer = (
  record: OrderDenied,
): Pick<PretradeCheckAnswer, 'allow' | 'max_qty' | 'reason' | 'decision_id'> & { readonly observability: object } => ({
  allow: false,
  max_qty: 0,
  reason: record.gate_detail.reason,
  decision_id: record.decision_id,
  observability: record.snapshot,
});
