import { compileSchema } from '../schema/compile-schema';
import { REASON_ACTIONS, REASON_CLASSES, REASON_SEVERITIES } from './normalised-reason';

const TEXT = { type: 'string' } as const;
const TEXT_OR_NULL = { type: ['string', 'null'] } as const;
const NUMBER_OR_NULL = { type: ['number', 'null'] } as const;
const SIDE_OR_NULL = { enum: ['buy', 'sell', null] } as const;
const TS_ISO = {
  ...TEXT,
  description: 'ISO 8601 in UTC, milliseconds.',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
} as const;

const BASE = {
  ts_iso: TS_ISO,
  decision_id: TEXT_OR_NULL,
  order_id: TEXT_OR_NULL,
  symbol: TEXT_OR_NULL,
  side: SIDE_OR_NULL,
  qty: { ...NUMBER_OR_NULL, description: 'Base units asked for.' },
  client_order_id: TEXT_OR_NULL,
  exchange_order_id: TEXT_OR_NULL,
} as const;

const REASON = closed({
  code: TEXT,
  class: { enum: REASON_CLASSES },
  severity: { enum: REASON_SEVERITIES },
  action: { enum: REASON_ACTIONS },
});

function closed(properties: Readonly<Record<string, object>>) {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties } as const;
}

const schemaFile = (id: string, title: string, properties: Readonly<Record<string, object>>) => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: id,
  title,
  ...closed(properties),
});

/** JSON Schema of a line of orders_denied.jsonl. */
export const ORDER_DENIED_SCHEMA = schemaFile('order_denied.schema.json', 'An order the gate refused', {
  ...BASE,
  decision_id: TEXT,
  order_id: { ...TEXT, pattern: '^deny::' },
  gate_code: { ...TEXT, pattern: '^[^:]+$', description: 'Reason code without numbers.' },
  gate_detail: closed({ reason: TEXT, reasons: { type: 'array', items: TEXT } }),
  snapshot: { type: 'object', description: 'The observability of the answer.' },
  reason_normalized: REASON,
});

/** JSON Schema of a line of orders_success.jsonl. */
export const ORDER_SUCCESS_SCHEMA = schemaFile('order_success.schema.json', 'An order that was filled', {
  ...BASE,
  avg_price: { ...NUMBER_OR_NULL, description: 'Average fill price; the limit price is none.' },
  fees: { ...NUMBER_OR_NULL, description: 'Quote currency.' },
  filled_pct: { ...NUMBER_OR_NULL, minimum: 0, description: 'Fraction of the quantity asked for.' },
  exchange_ts: { type: ['number', 'string', 'null'] },
});

/** JSON Schema of a line of orders_failed.jsonl. */
export const ORDER_FAILED_SCHEMA = schemaFile('order_failed.schema.json', 'An order that failed', {
  ...BASE,
  error_code: TEXT_OR_NULL,
  error_msg: TEXT_OR_NULL,
  attempts: { type: 'integer', minimum: 1 },
  final_status: TEXT_OR_NULL,
  reason_normalized: REASON,
});

/** JSON Schema of a decision of the signal side. */
export const DECISION_FINAL_SCHEMA = schemaFile('decision_final.schema.json', 'A decision of the signal side', {
  ts_iso: TS_ISO,
  decision_id: TEXT,
  symbol: TEXT,
  side: SIDE_OR_NULL,
  score: NUMBER_OR_NULL,
  signals: { type: 'object' },
  intent: TEXT,
});

/** Problems of an `OrderDenied`, none when it is valid. */
export const orderDeniedProblems = compileSchema(ORDER_DENIED_SCHEMA);
/** Problems of an `OrderSuccess`, none when it is valid. */
export const orderSuccessProblems = compileSchema(ORDER_SUCCESS_SCHEMA);
/** Problems of an `OrderFailed`, none when it is valid. */
export const orderFailedProblems = compileSchema(ORDER_FAILED_SCHEMA);
/** Problems of a `DecisionFinal`, none when it is valid. */
export const decisionFinalProblems = compileSchema(DECISION_FINAL_SCHEMA);
