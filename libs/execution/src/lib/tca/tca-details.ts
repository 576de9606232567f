import type { CostAnalysis } from './analyse-costs';

/** Details of the event `TCA.ANALYSIS`. */
export const tcaDetails = (costs: CostAnalysis) => ({
  scope: costs.scope,
  entry_side: costs.side,
  closed_qty: costs.qty,
  notional_usdt: costs.notionalUsdt,
  edge_bps: costs.edgeBps,
  fees_bps: costs.feesBps,
  slippage_in_bps: costs.slippageInBps,
  slippage_out_bps: costs.slippageOutBps,
  latency_bps: costs.latencyBps,
  adverse_bps: costs.adverseBps,
  impact_bps: costs.impactBps,
  rebate_bps: costs.rebateBps,
  implementation_shortfall_bps: costs.netBps,
  net_pnl_usdt: costs.netUsdt,
});
