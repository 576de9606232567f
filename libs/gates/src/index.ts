export { AntiChurnState, type AntiChurnHistory } from './lib/anti-churn/anti-churn-state';
export { antiChurnConfig, antiChurnGuard } from './lib/anti-churn/anti-churn-guard';
export { type Approved } from './lib/approved';
export { type Findings, type GateState, type GuardContext, type RiskFinding } from './lib/context';
export { createGateState, riskSettings } from './lib/create-gate-state';
export { type Decision, type GuardReport } from './lib/decision';
export { expectedReturnConfig, expectedReturnGuard } from './lib/expected-return/expected-return-guard';
export { exposureGuard } from './lib/exposure/exposure-guard';
export { gateConfig, type GateConfig } from './lib/gate-config';
export { governanceGuard } from './lib/governance/governance-guard';
export {
  SKIP,
  block,
  defineGuard,
  pass,
  type BoundGuard,
  type Guard,
  type GuardOf,
  type ReasonSpec,
  type Verdict,
} from './lib/guard';
export { GUARDS, GUARD_SET, ORDERED_GUARDS, type GuardId, type ReasonCode } from './lib/guard-registry';
export { ORDERED_GUARD_IDS, type OrderedGuardId } from './lib/ordered-guard-ids';
export { healthGuard } from './lib/health/health-guard';
export { latencyConfig, latencyGuard } from './lib/latency/latency-guard';
export { orderOf } from './lib/guard-order';
export { type InputField, type InputNumbers } from './lib/inputs';
export { Pipeline, type GuardProbe, type GuardSet, type PipelineConfig } from './lib/pipeline';
export { ORDER_PROFILES, pretradeConfig, type OrderProfile } from './lib/pretrade-config';
export { REASONS, reasonCodeOf, type ReasonEntry } from './lib/reasons';
export { baseNotional } from './lib/risk/base-notional';
export { riskGuard } from './lib/risk/risk-guard';
export { slippageConfig, slippageGuard } from './lib/slippage/slippage-guard';
export { spreadConfig, spreadGuard } from './lib/spread/spread-guard';
export { type AnyGuard } from './lib/stage';
export { OBSERVATIONS_PER_MS, sprtGuard } from './lib/sprt/sprt-guard';
export { TrapHistories, TrapHistory, trapScore, type TrapMeasure, type TrapSettings } from './lib/trap/trap-measure';
export { trapConfig, trapGuard } from './lib/trap/trap-guard';
