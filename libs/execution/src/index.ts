export { ShadowAccount, type BookedFill, type PaidFill, type ShadowAccountState } from './lib/account/shadow-account';
export { AckTracker, type AckOutcome } from './lib/ack-tracker/ack-tracker';
export { brokerConfig, type BrokerConfig } from './lib/broker/broker-config';
export {
  IllegalOrderStepError,
  OrderLifecycle,
  isFinal,
  type OrderStatus,
  type OrderStep,
} from './lib/broker/order-lifecycle';
export { ShadowBroker, type ShadowBrokerOptions } from './lib/broker/shadow-broker';
export type {
  OrderEndReason,
  OrderEvent,
  OrderEventKind,
  OrderState,
  ShadowOrder,
  TimeInForce,
} from './lib/broker/shadow-order';
export {
  assessNetReward,
  expectedCosts,
  type ExpectedCosts,
  type NetRewardInput,
  type NetRewardLimits,
  type NetRewardVerdict,
  type Route,
} from './lib/expected-net-reward/expected-net-reward';
export { netRewardDetails } from './lib/expected-net-reward/net-reward-details';
export { rewardConfig, type RewardConfig } from './lib/expected-net-reward/reward-config';
export {
  ParentGate,
  type ParentGateInput,
  type ParentGateReason,
  type ParentGateVerdict,
} from './lib/parent-gate/parent-gate';
export { parentGateConfig, type ParentGateConfig } from './lib/parent-gate/parent-gate-config';
export { parentGateDetails } from './lib/parent-gate/parent-gate-details';
export { SecondReturns } from './lib/parent-gate/second-returns';
export { type RewardAction, type RewardExitReason, type RewardView } from './lib/reward-manager/reward-action';
export { rewardDetails, rewardEvent, type RewardEventCode } from './lib/reward-manager/reward-event';
export { RewardManager, type RewardStep } from './lib/reward-manager/reward-manager';
export { openReward, resizeReward, type RewardPosition, type StopKind } from './lib/reward-manager/reward-position';
export { parseTakeProfitLadder, type TakeProfitLevel } from './lib/reward-manager/take-profit-ladder';
export { routeDetails } from './lib/routing/route-details';
export {
  routeOrder,
  type RouteAssessment,
  type RouteDecision,
  type RouteDenial,
  type RouteQuote,
  type RouteRequest,
} from './lib/routing/route-order';
export {
  capQuantity,
  sizeOrder,
  type OrderSize,
  type SizeLimit,
  type SizeRefusal,
  type SizeRequest,
} from './lib/sizing/size-order';
export { sizingConfig, type SizingConfig } from './lib/sizing/sizing-config';
export { assessSla, type SlaVerdict } from './lib/sla/assess-sla';
export { slaConfig, type SlaConfig } from './lib/sla/sla-config';
export { analyseOrder, analyseRoundTrip, type CostAnalysis } from './lib/tca/analyse-costs';
export { orderCosts, type ExecutedOrder, type OrderCosts } from './lib/tca/executed-order';
export { tcaDetails } from './lib/tca/tca-details';
export { checkFilters, type FilteredOrder, type FilterProblem, type FilterReason } from './lib/venue/check-filters';
export { roundPrice, roundQty } from './lib/venue/round-order';
export { VenueFiltersError, readVenueFilters, type VenueFilters } from './lib/venue/venue-filters';
