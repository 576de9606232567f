/** What a metric is, once: the registry, docs/metrics.md and the tests read it. */
export interface MetricDefinition {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

const counter = (name: string, help: string, ...labels: string[]): MetricDefinition => ({
  name,
  type: 'counter',
  help,
  labels,
});
const gauge = (name: string, help: string, ...labels: string[]): MetricDefinition => ({
  name,
  type: 'gauge',
  help,
  labels,
});
const histogram = (name: string, help: string, buckets: readonly number[], ...labels: string[]): MetricDefinition => ({
  name,
  type: 'histogram',
  help,
  labels,
  buckets,
});

/** Metrics of aurora-api. */
export const METRICS = {
  decisions: counter(
    'aurora_pretrade_decisions_total',
    'Decisions by outcome (allow, deny) and reason code without numbers.',
    'decision',
    'reason_code',
  ),
  latency: histogram(
    'aurora_pretrade_latency_ms',
    "The service's own time for a decision, from the body read to the answer on record, in ms.",
    [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 3, 5, 10, 25, 50, 100, 250],
  ),
  guardDuration: histogram(
    'aurora_guard_duration_us',
    'Time of one guard in microseconds; measured on one decision in 32.',
    [0.1, 0.2, 0.5, 1, 2, 5, 10, 25, 50, 100],
    'guard',
  ),
  guardBlocks: counter('aurora_guard_blocks_total', 'Requests a guard blocked first.', 'guard'),
  guardSkipped: counter(
    'aurora_guard_skipped_total',
    'Times a guard had an input read as 0 because nobody gave it.',
    'guard',
  ),
  events: counter('aurora_events_emitted_total', 'Events emitted by code.', 'code'),
  eventsDropped: counter('aurora_events_dropped_total', 'Lines of the log that will never be written, by why.', 'why'),
  queueDepth: gauge('aurora_event_queue_depth', 'Lines waiting to be written.'),
  ordersSuccess: counter('aurora_orders_success_total', 'Orders reported as filled, whole or in part.'),
  ordersDenied: counter('aurora_orders_denied_total', 'Orders the gate refused.'),
  ordersRejected: counter('aurora_orders_rejected_total', 'Orders reported as failed.'),
  opsAuthFail: counter('aurora_ops_auth_fail_total', 'Requests to operator routes without the right token.'),
  tokenRotations: counter('aurora_ops_token_rotations_total', 'Rotations of the ops token.'),
  healthState: gauge('aurora_health_state', 'Health guard: 0 ok, 1 warn, 2 cool-off, 3 halt.'),
  armed: gauge('aurora_armed', '1 while the gate is armed.'),
  tradingState: gauge('aurora_trading_state', 'Trading state: 0 active, 1 reducing, 2 halted.'),
  denyRate: gauge(
    'aurora_deny_rate_15m',
    'Denied share of the decisions of the last 15 minutes, 0..1; NaN without decisions.',
  ),
  latencyP99: gauge(
    'aurora_latency_p99_ms',
    "99th percentile of the service's own time, last one to two minutes, in ms; NaN without decisions.",
  ),
  ece: gauge(
    'aurora_ece',
    'Expected calibration error of the calibrator in use as its artifact states it, on outcomes it was not fitted on where it has some; NaN when it states none.',
  ),
  brier: gauge(
    'aurora_brier',
    'Brier score of the calibrator in use as its artifact states it, on outcomes it was not fitted on where it has some; NaN when it states none.',
  ),
  cvar: gauge(
    'aurora_cvar95_min',
    'CVaR at 5 % of the realised returns booked, in percent of equity; NaN without returns.',
  ),
  parentAllow: counter('aurora_parent_gate_allow_total', 'Signals the parent gate allowed.'),
  parentDeny: counter('aurora_parent_gate_deny_total', 'Signals the parent gate denied.'),
  enrBlocked: counter(
    'aurora_expected_net_reward_blocked_total',
    'Signals blocked for too small an expected net reward.',
  ),
  shadowOrders: counter('aurora_orders_submitted_shadow_total', 'Shadow orders reported as submitted.'),
  neutralStreak: gauge(
    'aurora_model_neutral_streak',
    '1 while the last 200 probabilities of a symbol were all 0.5.',
    'symbol',
  ),
  clockOffset: gauge(
    'aurora_clock_offset_seconds',
    'Wall clock minus the time of the gate, in seconds: what steps of the wall clock have come to since the start.',
  ),
  sseClients: gauge('aurora_sse_clients', 'Clients of the live event stream.'),
  sseDisconnects: counter('aurora_sse_disconnects_total', 'Clients of the live event stream that went away.'),
} as const satisfies Record<string, MetricDefinition>;
