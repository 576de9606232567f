import { finiteOrNull } from '../finite-or-null';
import type { NetRewardVerdict, Route } from './expected-net-reward';

/** Details of the event `EXPECTED_NET_REWARD_GATE`: what is not finite is `null`. */
export const netRewardDetails = (verdict: NetRewardVerdict, route: Route) => ({
  outcome: verdict.allow ? 'allow' : 'deny',
  route,
  expected_pnl_proxy_bps: finiteOrNull(verdict.proxyBps),
  expected_edge_bps: finiteOrNull(verdict.edgeBps),
  expected_cost_total_bps: finiteOrNull(verdict.costs.totalBps),
  expected_cost_fee_bps: finiteOrNull(verdict.costs.feeBps),
  expected_cost_slip_bps: finiteOrNull(verdict.costs.slipBps),
  expected_cost_half_spread_bps: finiteOrNull(verdict.costs.halfSpreadBps),
  expected_cost_latency_bps: finiteOrNull(verdict.costs.latencyBps),
  threshold_bps: finiteOrNull(verdict.thresholdBps),
});
