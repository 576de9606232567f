import fc from 'fast-check';
import { assessNetReward, type NetRewardInput } from './expected-net-reward';

const ORDER: NetRewardInput = {
  p: 0.6,
  aBps: 10,
  bBps: 20,
  route: 'taker',
  routeFeeBps: 2,
  slipBps: 1,
  spreadBps: 4,
  latencyMs: 50,
};
const LIMITS = { thresholdBps: 0, kappaBpsPerMs: 0.02 };

describe('assessNetReward', () => {
  it('takes every cost off the edge', () => {
    expect(assessNetReward(ORDER, LIMITS)).toEqual({
      allow: true,
      edgeBps: 8,
      costs: { feeBps: 2, slipBps: 1, halfSpreadBps: 2, latencyBps: 1, totalBps: 6 },
      proxyBps: 2,
      thresholdBps: 0,
    });
  });

  it('lets a maker keep the half spread and a rebate', () => {
    const { costs, proxyBps } = assessNetReward({ ...ORDER, route: 'maker', routeFeeBps: -0.5 }, LIMITS);
    expect([costs.halfSpreadBps, costs.totalBps, proxyBps]).toEqual([0, 1.5, 6.5]);
  });

  it.each([
    [2, true],
    [2.0001, false],
    [-100, true],
    [NaN, false],
  ])('at the threshold %p: %p', (thresholdBps, allow) => {
    expect(assessNetReward(ORDER, { ...LIMITS, thresholdBps }).allow).toBe(allow);
  });

  it.each(['p', 'aBps', 'bBps', 'routeFeeBps', 'slipBps', 'spreadBps', 'latencyMs'] as const)(
    'denies on NaN in %s',
    (key) => {
      expect(assessNetReward({ ...ORDER, [key]: NaN }, { ...LIMITS, thresholdBps: -1e6 }).allow).toBe(false);
    },
  );

  it('never passes at a higher cost or a lower probability what it denies', () => {
    const bps = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        bps,
        bps,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (slip, more, p, share) => {
          const order = { ...ORDER, slipBps: slip, p };
          if (assessNetReward(order, LIMITS).allow) return;
          expect(assessNetReward({ ...order, slipBps: slip + more, p: p * share }, LIMITS).allow).toBe(false);
        },
      ),
    );
  });
});
