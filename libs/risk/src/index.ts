export {
  ExposureLedger,
  reservationPages,
  type ExposureCaps,
  type ExposureGrant,
  type ExposureState,
  type Quotas,
  type ReservationRequest,
} from './lib/exposure/exposure-ledger';
export { type Reservation } from './lib/exposure/reservation';
export { type ReservationPage } from './lib/exposure/reservation-queue';
export { cvar } from './lib/governance/cvar';
export {
  Governance,
  type GovernanceCode,
  type GovernanceInput,
  type GovernanceState,
  type GovernanceVerdict,
  type HaltTransition,
} from './lib/governance/governance';
export {
  dailyDdLimitPct,
  governanceConfig,
  latencyMsLimit,
  spreadBpsLimit,
  type GovernanceConfig,
} from './lib/governance/governance-config';
export { RealisedReturns } from './lib/governance/realised-returns';
export { RejectStormWindow, type OrderOutcomes } from './lib/governance/reject-storm-window';
export { healthConfig, type HealthConfig } from './lib/health/health-config';
export {
  HealthGuard,
  type HealthBlock,
  type HealthSample,
  type HealthSnapshot,
  type HealthState,
  type HealthVerdict,
} from './lib/health/health-guard';
export { SlidingQuantile } from './lib/health/sliding-quantile';
export { kellyBinary, kellyMuSigma, type Clip } from './lib/kelly/kelly';
export { orderQuantity } from './lib/kelly/order-quantity';
export { DayPnl, type DayPnlState } from './lib/positions/day-pnl';
export {
  PositionBook,
  type Fill,
  type FillEffect,
  type Position,
  type PositionBookState,
} from './lib/positions/position-book';
export { assessRisk, type RiskAssessment, type RiskBlock, type RiskInput } from './lib/risk-manager/assess-risk';
export { riskConfig, type RiskConfig } from './lib/risk-manager/risk-config';
export {
  clipScale,
  resolveRiskLimits,
  riskSettingsWithEnv,
  type RiskLimits,
  type RiskSettings,
} from './lib/risk-manager/risk-limits';
export { RiskManager, type RiskOverrides } from './lib/risk-manager/risk-manager';
export {
  parseTradingState,
  reducingAllows,
  TRADING_STATES,
  type ReducingOrder,
  type TradingState,
} from './lib/trading-state/trading-state';
