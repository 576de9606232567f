import fc from 'fast-check';
import { routeDetails } from './route-details';
import { routeOrder, type RouteRequest } from './route-order';

/** Edge 8; taker costs 4 + 1 + 2 + 1 = 8, maker 1 + 0.5 + 1 = 2.5. */
const REQUEST: RouteRequest = {
  p: 0.6,
  aBps: 10,
  bBps: 20,
  spreadBps: 4,
  latencyMs: 50,
  maker: { feeBps: 1, slipBps: 0.5, fillProbability: 1 },
  taker: { feeBps: 4, slipBps: 1, fillProbability: 1 },
};
const LIMITS = {
  sla: { maxLatencyMs: 100, kappaBpsPerMs: 0.02, minEdgeAfterBps: 2 },
  reward: { expectedNetRewardThresholdBps: 0 },
};
const maker = (changes: Partial<RouteRequest['maker']>) => ({ maker: { ...REQUEST.maker, ...changes } });
const taker = (changes: Partial<RouteRequest['taker']>) => ({ taker: { ...REQUEST.taker, ...changes } });

describe('routeOrder', () => {
  it('weighs both routes with their own costs', () => {
    const { maker, taker, sla } = routeOrder(REQUEST, LIMITS);
    expect([maker.verdict.proxyBps, taker.verdict.proxyBps]).toEqual([5.5, 0]);
    expect([maker.verdict.costs.halfSpreadBps, taker.verdict.costs.halfSpreadBps]).toEqual([0, 2]);
    expect(sla).toEqual({ allow: true, reason: null, edgeAfterBps: 7 });
  });

  it.each<[string, Partial<RouteRequest>, string | null, string]>([
    ['the maker keeps more', {}, null, 'maker'],
    [
      'a maker that is seldom filled earns less',
      { ...maker({ fillProbability: 0.2 }), ...taker({ feeBps: 2.8 }) },
      null,
      'taker',
    ],
    ['equal: the maker', { ...maker({ fillProbability: 0.25, slipBps: 2 }), ...taker({ feeBps: 3 }) }, null, 'maker'],
    ['only the taker reaches the threshold', maker({ slipBps: 6.001 }), null, 'taker'],
    ['both exactly at it', { ...maker({ slipBps: 6 }) }, null, 'maker'],
    ['neither', { ...maker({ slipBps: 6.001 }), ...taker({ slipBps: 1.001 }) }, 'net_reward', 'taker'],
    ['a maker that is never filled', maker({ fillProbability: 0 }), null, 'taker'],
    ['a fill probability above 1', maker({ fillProbability: 1.01 }), null, 'taker'],
    ['a fill probability of NaN', maker({ fillProbability: NaN }), null, 'taker'],
    ['latency at the limit', { latencyMs: 100 }, null, 'maker'],
    ['latency above it', { latencyMs: 100.001 }, 'sla_latency', 'maker'],
    ['edge after latency at the floor', { p: 0.4333333333333334, latencyMs: 50 }, null, 'maker'],
    ['edge after latency below it', { p: 0.43, latencyMs: 50 }, 'sla_edge', 'maker'],
    ['spread 0', { spreadBps: 0 }, null, 'maker'],
    ['a crossed book', { spreadBps: -0.1 }, 'no_quote', 'maker'],
    ['no spread', { spreadBps: NaN }, 'no_quote', 'maker'],
    ['no probability', { p: NaN }, 'sla_edge', 'maker'],
    ['no latency', { latencyMs: NaN }, 'sla_latency', 'maker'],
    ['no fees', { ...maker({ feeBps: NaN }), ...taker({ feeBps: NaN }) }, 'net_reward', 'maker'],
  ])('%s', (_, changes, reason, route) => {
    expect(routeOrder({ ...REQUEST, ...changes }, LIMITS)).toMatchObject({ allow: reason === null, reason, route });
  });

  it('allows only what reaches the threshold on the route it names, and none that earns more is left out', () => {
    const bps = fc.double({ min: -2, max: 10, noNaN: true });
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    const quote = fc.record({ feeBps: bps, slipBps: bps, fillProbability: chance });
    const request = fc.record({
      p: chance,
      aBps: fc.constant(10),
      bBps: fc.constant(20),
      spreadBps: fc.double({ min: 0, max: 10, noNaN: true }),
      latencyMs: fc.double({ min: 0, max: 150, noNaN: true }),
      maker: quote,
      taker: quote,
    });
    fc.assert(
      fc.property(request, (one) => {
        const decision = routeOrder(one, LIMITS);
        const chosen = decision[decision.route];
        const other = decision[decision.route === 'maker' ? 'taker' : 'maker'];
        if (!decision.allow) return expect(decision.reason).not.toBeNull();
        expect(chosen.verdict.proxyBps).toBeGreaterThanOrEqual(0);
        expect(decision.latencyMs).toBeLessThanOrEqual(100);
        if (other.eligible) expect(chosen.expectedBps).toBeGreaterThanOrEqual(other.expectedBps);
      }),
    );
  });
});

it('routeDetails tells of both routes, and of no number that no log can carry', () => {
  const details = routeDetails(routeOrder({ ...REQUEST, p: NaN }, LIMITS));
  expect(details).toMatchObject({ outcome: 'deny', reason: 'sla_edge', edge_bps: null, edge_after_latency_bps: null });
  expect(routeDetails(routeOrder(REQUEST, LIMITS))).toEqual({
    outcome: 'allow',
    reason: null,
    route: 'maker',
    latency_ms: 50,
    edge_bps: 8,
    edge_after_latency_bps: 7,
    maker: expect.objectContaining({
      route: 'maker',
      expected_pnl_proxy_bps: 5.5,
      fill_probability: 1,
      expected_bps: 5.5,
    }),
    taker: expect.objectContaining({ route: 'taker', expected_cost_total_bps: 8, expected_cost_half_spread_bps: 2 }),
  });
});
