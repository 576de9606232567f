import { assessNetReward } from './expected-net-reward';
import { netRewardDetails } from './net-reward-details';

const ORDER = {
  p: 0.6,
  aBps: 10,
  bBps: 20,
  route: 'taker',
  routeFeeBps: 2,
  slipBps: 1,
  spreadBps: 4,
  latencyMs: 50,
} as const;
const LIMITS = { thresholdBps: 0, kappaBpsPerMs: 0.02 };

describe('netRewardDetails', () => {
  it('names the outcome, the costs by part, and the threshold', () => {
    expect(netRewardDetails(assessNetReward(ORDER, LIMITS), 'taker')).toEqual({
      outcome: 'allow',
      route: 'taker',
      expected_pnl_proxy_bps: 2,
      expected_edge_bps: 8,
      expected_cost_total_bps: 6,
      expected_cost_fee_bps: 2,
      expected_cost_slip_bps: 1,
      expected_cost_half_spread_bps: 2,
      expected_cost_latency_bps: 1,
      threshold_bps: 0,
    });
  });

  it('says null for what is not known', () => {
    expect(netRewardDetails(assessNetReward({ ...ORDER, slipBps: NaN }, LIMITS), 'taker')).toMatchObject({
      outcome: 'deny',
      expected_pnl_proxy_bps: null,
      expected_cost_total_bps: null,
      expected_cost_slip_bps: null,
      expected_cost_fee_bps: 2,
    });
  });
});
