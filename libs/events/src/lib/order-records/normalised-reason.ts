/** The family a reason belongs to: one per guard family, and those of the venue. */
export const REASON_CLASSES = [
  'anti_churn',
  'latency',
  'health',
  'trap',
  'expected_return',
  'slippage',
  'risk',
  'sprt',
  'spread',
  'governance',
  'data_quality',
  'input',
  'system',
  'exchange_filter',
  'exchange_funds',
  'exchange_rate',
  'exchange_time',
  'exchange_order',
  'exchange_position',
  'exchange_access',
  'exchange_service',
  'unknown',
] as const;
export type ReasonClass = (typeof REASON_CLASSES)[number];

/** `soft`: may pass later as it is. `hard`: fails again until something is changed. */
export const REASON_SEVERITIES = ['soft', 'hard'] as const;
export type ReasonSeverity = (typeof REASON_SEVERITIES)[number];

/**
 * What the sender should do: `retry` at once, `wait` before asking again, `amend` the order, `drop` this order, `reconcile` with the
 * venue before anything else, or call the `operator`.
 */
export const REASON_ACTIONS = ['retry', 'wait', 'amend', 'drop', 'reconcile', 'operator'] as const;
export type ReasonAction = (typeof REASON_ACTIONS)[number];

/** A reason in words that are the same for every guard and venue. */
export interface NormalisedReason {
  /** Stable code without numbers. */
  readonly code: string;
  readonly class: ReasonClass;
  readonly severity: ReasonSeverity;
  readonly action: ReasonAction;
}

/** One row of the tables of reasons. */
export const normalised = (
  code: string,
  reasonClass: ReasonClass,
  severity: ReasonSeverity,
  action: ReasonAction,
): NormalisedReason => Object.freeze({ code, class: reasonClass, severity, action });
