export { type PendingEvent } from './lib/decision-events';
export { type LoggedDecision } from './lib/follow-decision';
export { GateEngine, type Booked, type EngineConfig, type Judged, type RiskView } from './lib/gate-engine';
export { type EngineSnapshot } from './lib/gate-state';
export { IdempotencyTable, type IdempotencyLookup } from './lib/idempotency-table';
export { type GuardStateView, type OperatorCommand } from './lib/operator-command';
export { LogReplay, ReplayError, type ReplayDifference, type StartupDetails } from './lib/replay';
export { unjudgedAnswer, type UnjudgedContext, type UnjudgedReason } from './lib/unjudged-answer';
