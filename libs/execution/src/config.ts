// The configuration keys alone: whoever only reads a configuration need not load the library.
export { brokerConfig, type BrokerConfig } from './lib/broker/broker-config';
export { rewardConfig, type RewardConfig } from './lib/expected-net-reward/reward-config';
export { parentGateConfig, type ParentGateConfig } from './lib/parent-gate/parent-gate-config';
export { parseTakeProfitLadder } from './lib/reward-manager/take-profit-ladder';
export { sizingConfig, type SizingConfig } from './lib/sizing/sizing-config';
export { slaConfig, type SlaConfig } from './lib/sla/sla-config';
