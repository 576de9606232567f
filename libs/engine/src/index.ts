export { type PendingEvent } from './lib/decision-events';
export { type LoggedDecision } from './lib/follow-decision';
export { GateEngine, type Booked, type EngineConfig } from './lib/gate-engine';
export { type Judged } from './lib/judged';
export { type RiskView } from './lib/risk-view';
export { type EngineSnapshot } from './lib/gate-state';
export { IdempotencyTable, type IdempotencyLookup } from './lib/idempotency-table';
export { type GuardStateView, type OperatorCommand } from './lib/operator-command';
export {
  LogReplay,
  ReplayError,
  type ReplayCompanion,
  type ReplayDifference,
  type ReplayedDecision,
  type StartupDetails,
} from './lib/replay';
export { unjudgedAnswer, type UnjudgedContext, type UnjudgedReason } from './lib/unjudged-answer';
export { WhatIf, type Compared, type Verdict, type WhatIfOptions } from './lib/what-if';
