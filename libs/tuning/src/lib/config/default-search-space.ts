import { type SearchEntry } from './search-entry';

/** What decides most of how often and how well the runner trades. */
export const defaultSearchSpace: readonly SearchEntry[] = [
  { key: 'runner.min_score', type: 'float', low: 0.2, high: 0.8 },
  { key: 'runner.reward_risk', type: 'float', low: 1, high: 4, log: true },
  { key: 'reward.expected_net_reward_threshold_bps', type: 'float', low: -2, high: 8 },
  { key: 'reward.ttl_s', type: 'int', low: 60, high: 900, log: true },
  { key: 'parent_gate.z_threshold', type: 'float', low: 0.25, high: 2 },
  { key: 'risk.pi_min_bps', type: 'float', low: 0, high: 6 },
  { key: 'slippage.eta_fraction_of_b', type: 'float', low: 0.1, high: 0.5 },
];
