import { type Side } from '@aurora/kernel';
import { type NormalisedReason } from './normalised-reason';

// Names are those of the files: these objects are written as they stand.

/** What every line of the orders files says. `null` where the source did not say it. */
export interface OrderRecordBase {
  /** ISO 8601 in UTC, milliseconds. */
  readonly ts_iso: string;
  readonly decision_id: string | null;
  readonly order_id: string | null;
  readonly symbol: string | null;
  readonly side: Side | null;
  /** Base units asked for. */
  readonly qty: number | null;
  readonly client_order_id: string | null;
  readonly exchange_order_id: string | null;
}

/** An order the gate refused; one line of orders_denied.jsonl. Its `order_id` is `deny::<decision_id>`. */
export interface OrderDenied extends OrderRecordBase {
  readonly decision_id: string;
  readonly order_id: string;
  /** Reason code without numbers. */
  readonly gate_code: string;
  readonly gate_detail: { readonly reason: string; readonly reasons: readonly string[] };
  /** The observability of the answer. */
  readonly snapshot: object;
  readonly reason_normalized: NormalisedReason;
}

/** An order that was filled, whole or in part; one line of orders_success.jsonl. */
export interface OrderSuccess extends OrderRecordBase {
  /** Average fill price; the limit price is none. */
  readonly avg_price: number | null;
  /** Quote currency. */
  readonly fees: number | null;
  /** Fraction 0..1 of the quantity asked for. */
  readonly filled_pct: number | null;
  /** The venue's own time stamp, as it came. */
  readonly exchange_ts: number | string | null;
}

/** An order that failed; one line of orders_failed.jsonl. */
export interface OrderFailed extends OrderRecordBase {
  readonly error_code: string | null;
  readonly error_msg: string | null;
  readonly attempts: number;
  readonly final_status: string | null;
  readonly reason_normalized: NormalisedReason;
}

/** A decision of the signal side: what was wanted and why. */
export interface DecisionFinal {
  readonly ts_iso: string;
  readonly decision_id: string;
  readonly symbol: string;
  readonly side: Side | null;
  readonly score: number | null;
  readonly signals: object;
  readonly intent: string;
}

/** Identity of a refused order, which never reached a venue. */
export const deniedOrderId = (decisionId: string): string => `deny::${decisionId}`;
