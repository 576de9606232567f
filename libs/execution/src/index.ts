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
