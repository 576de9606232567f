export {
  EVENT_CODES,
  EVENT_CODE_NOTES,
  isEventCode,
  isHealthCode,
  isReplayCode,
  type EventCode,
  type EventCodeNotes,
  type EventSource,
} from './lib/codes/event-codes';
export { normaliseEventCode } from './lib/codes/normalise-event-code';
export { LegacyConverter } from './lib/legacy/legacy-converter';
export { DURABILITIES, loggingConfig, type Durability, type LoggingConfig } from './lib/logging-config';
export { DuplicateFilter, type OrderReport } from './lib/order-records/duplicate-filter';
export {
  EXCHANGE_ERRORS,
  normaliseExchangeError,
  type ExchangeErrorRow,
} from './lib/order-records/normalise-exchange-error';
export { GATE_REASONS, gateCode, normaliseGateReason } from './lib/order-records/normalise-gate-reason';
export {
  REASON_ACTIONS,
  REASON_CLASSES,
  REASON_SEVERITIES,
  type NormalisedReason,
  type ReasonAction,
  type ReasonClass,
  type ReasonSeverity,
} from './lib/order-records/normalised-reason';
export {
  DECISION_FINAL_SCHEMA,
  ORDER_DENIED_SCHEMA,
  ORDER_FAILED_SCHEMA,
  ORDER_SUCCESS_SCHEMA,
  decisionFinalProblems,
  orderDeniedProblems,
  orderFailedProblems,
  orderSuccessProblems,
} from './lib/order-records/order-record-schemas';
export {
  deniedOrderId,
  type DecisionFinal,
  type OrderDenied,
  type OrderFailed,
  type OrderRecordBase,
  type OrderSuccess,
} from './lib/order-records/order-records';
export { detailsToJson } from './lib/record/details-to-json';
export { EventGlance } from './lib/record/event-glance';
export { type EventFields, type EventRecord, type ReadEvent } from './lib/record/event-record';
export { ownLine, type OwnLine } from './lib/record/own-line';
export { parseRecord, tsNsOfLine } from './lib/record/parse-record';
export { RawJson } from './lib/record/raw-json';
export { serialiseRecord } from './lib/record/serialise-record';
export { topLevelNumber } from './lib/record/top-level-number';
export { EventSampler, HELD_BACK } from './lib/sampling/event-sampler';
export { EVENT_SCHEMA } from './lib/schema/event-schema';
export { SCHEMA_FILES } from './lib/schema/schema-files';
export { validateEventLine } from './lib/schema/validate-event-line';
export { sessionFolderName } from './lib/session/session-folder';
