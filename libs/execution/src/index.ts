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
export { rewardConfig, type RewardConfig } from './lib/expected-net-reward/reward-config';
export {
  ParentGate,
  type ParentGateInput,
  type ParentGateReason,
  type ParentGateVerdict,
} from './lib/parent-gate/parent-gate';
export { parentGateConfig, type ParentGateConfig } from './lib/parent-gate/parent-gate-config';
export { SecondReturns } from './lib/parent-gate/second-returns';
export { assessSla, type SlaVerdict } from './lib/sla/assess-sla';
export { slaConfig, type SlaConfig } from './lib/sla/sla-config';
export { checkFilters, type FilteredOrder, type FilterProblem, type FilterReason } from './lib/venue/check-filters';
export { roundPrice, roundQty } from './lib/venue/round-order';
export { VenueFiltersError, readVenueFilters, type VenueFilters } from './lib/venue/venue-filters';
