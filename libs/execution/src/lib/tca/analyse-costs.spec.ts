import { Decimal, oppositeSide, sideSign, type Side } from '@aurora/kernel';
import fc from 'fast-check';
import { analyseOrder, analyseRoundTrip, type CostAnalysis } from './analyse-costs';
import type { ExecutedOrder } from './executed-order';
import { tcaDetails } from './tca-details';

const order = (side: Side, changes: Partial<ExecutedOrder> = {}): ExecutedOrder => ({
  side,
  qty: 1,
  decisionMid: 100,
  arrivalMid: 100,
  arrivalTouch: null,
  fillPrice: 100,
  feesUsdt: 0,
  rebateUsdt: 0,
  midAfter: null,
  ...changes,
});
const PARTS = [
  'edgeBps',
  'feesBps',
  'slippageInBps',
  'slippageOutBps',
  'latencyBps',
  'adverseBps',
  'impactBps',
  'rebateBps',
] as const;
/** The parts that are not 0, rounded to 1e-9 bps. */
const partsOf = (costs: CostAnalysis) =>
  Object.fromEntries(PARTS.filter((part) => costs[part] !== 0).map((part) => [part, Number(costs[part].toFixed(9))]));

describe('analyseRoundTrip', () => {
  it('takes a trade apart', () => {
    const entry = order('buy', {
      qty: 2,
      decisionMid: 99.9,
      arrivalMid: 99.92,
      arrivalTouch: 99.95,
      fillPrice: 100,
      feesUsdt: 0.08,
      midAfter: 99.9,
    });
    const exit = order('sell', {
      qty: 2,
      decisionMid: 100.5,
      arrivalMid: 100.46,
      arrivalTouch: 100.43,
      fillPrice: 100.42,
      feesUsdt: 0.06,
      rebateUsdt: 0.01,
    });
    const costs = analyseRoundTrip([entry], [exit]);
    expect(partsOf(costs)).toEqual({
      edgeBps: 62, // 0.60 between the decisions, and 0.02 that ran against it after the fill
      feesBps: -7,
      slippageInBps: -3,
      slippageOutBps: -3,
      latencyBps: -6, // 0.02 in, 0.04 out
      adverseBps: -2,
      impactBps: -6, // 0.05 in, 0.01 out
      rebateBps: 0.5,
    });
    expect(costs).toMatchObject({ scope: 'round_trip', side: 'buy', qty: 2, notionalUsdt: 200 });
    expect(costs.netUsdt).toBeCloseTo(2 * 0.42 - 0.14 + 0.01, 9);
  });

  it.each<[string, Side, Partial<ExecutedOrder>, Partial<ExecutedOrder>, Record<string, number>]>([
    ['nothing happened', 'buy', {}, {}, {}],
    ['the mid ran for a short', 'sell', {}, { decisionMid: 99, arrivalMid: 99, fillPrice: 99 }, { edgeBps: 100 }],
    [
      'delay that helped is edge',
      'buy',
      { arrivalMid: 99, fillPrice: 99, decisionMid: 100 },
      {},
      { edgeBps: 101.01010101 },
    ],
    ['a resting fill inside the spread is edge', 'buy', {}, { fillPrice: 100.1 }, { edgeBps: 10 }],
    ['delay that hurt a short', 'sell', { arrivalMid: 99, fillPrice: 99 }, {}, { latencyBps: -101.01010101 }],
    ['a fill at the touch is no impact', 'buy', {}, { arrivalTouch: 99.9, fillPrice: 99.9 }, { slippageOutBps: -10 }],
    [
      'a fill beyond it is',
      'buy',
      {},
      { arrivalTouch: 99.9, fillPrice: 99.8 },
      { slippageOutBps: -10, impactBps: -10 },
    ],
    ['a mid that came our way is not adverse', 'buy', { midAfter: 101 }, {}, {}],
    ['one that ran away is', 'buy', { midAfter: 99 }, {}, { edgeBps: 100, adverseBps: -100 }],
    ['one that ran away from a short', 'sell', { midAfter: 101 }, {}, { edgeBps: 100, adverseBps: -100 }],
    ['after the closing it is nobody’s', 'buy', {}, { midAfter: 50 }, {}],
  ])('%s', (_, side, entry, exit, parts) => {
    const costs = analyseRoundTrip([order(side, entry)], [order(oppositeSide(side), exit)]);
    expect(partsOf(costs)).toEqual(parts);
    expect(PARTS.every((part) => !Object.is(costs[part], -0))).toBe(true);
  });

  const price = fc.integer({ min: 9000, max: 11_000 }).map((ticks) => ticks / 100);
  const amount = fc.integer({ min: 0, max: 1000 }).map((cents) => cents / 100);
  const market = fc.record({
    decisionMid: price,
    arrivalMid: price,
    arrivalTouch: fc.option(price),
    fillPrice: price,
    feesUsdt: amount,
    rebateUsdt: amount,
    midAfter: fc.option(price),
  });
  const lots = fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), market), { minLength: 1, maxLength: 5 });

  it('adds up to the cent, whatever the fills, and no cost is positive', () => {
    fc.assert(
      fc.property(fc.constantFrom<Side>('buy', 'sell'), lots, lots, (side, ins, outs) => {
        const entries = ins.map(([qty, at]) => order(side, { ...at, qty: qty / 1000 }));
        const opened = ins.reduce((sum, [qty]) => sum + qty, 0);
        // The ladder closes in parts; the last one closes what is left.
        let left = opened;
        const exits = outs.flatMap(([qty, at], i) => {
          const part = i === outs.length - 1 ? left : Math.min(left, qty);
          left -= part;
          return part === 0 ? [] : [order(oppositeSide(side), { ...at, qty: part / 1000 })];
        });
        const costs = analyseRoundTrip(entries, exits);
        const cash = [...entries, ...exits].reduce(
          (sum, one) =>
            sum
              .sub(new Decimal(one.qty).mul(one.fillPrice).mul(sideSign(one.side)))
              .sub(one.feesUsdt)
              .add(one.rebateUsdt),
          new Decimal(0),
        );
        const sum = PARTS.reduce((total, part) => total + costs[part], 0);
        expect(costs.netBps).toBe(sum);
        expect((sum * costs.notionalUsdt) / 10_000).toBeCloseTo(cash.toNumber(), 6);
        expect(costs.netUsdt).toBeCloseTo(cash.toNumber(), 6);
        const { edgeBps, rebateBps, ...rest } = Object.fromEntries(PARTS.map((part) => [part, costs[part]]));
        expect(Number.isFinite(edgeBps)).toBe(true);
        expect(rebateBps).toBeGreaterThanOrEqual(0);
        for (const cost of Object.values(rest)) expect(cost).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.each<[string, ExecutedOrder[], ExecutedOrder[]]>([
    ['no opening', [], [order('sell')]],
    ['no closing', [order('buy')], []],
    ['a rest', [order('buy')], [order('sell', { qty: 0.999 })]],
    ['too much', [order('buy')], [order('sell', { qty: 1.001 })]],
    ['a closing on the side of the opening', [order('buy')], [order('buy')]],
    ['an opening on the other side', [order('buy', { qty: 2 }), order('sell')], [order('sell')]],
    ['a mid of NaN', [order('buy', { decisionMid: NaN })], [order('sell')]],
    ['a price of 0', [order('buy')], [order('sell', { fillPrice: 0 })]],
    ['a negative fee', [order('buy', { feesUsdt: -0.01 })], [order('sell')]],
    ['a negative rebate', [order('buy', { rebateUsdt: -0.01 })], [order('sell')]],
    ['an endless fee', [order('buy', { feesUsdt: Infinity })], [order('sell')]],
    ['a touch of 0', [order('buy', { arrivalTouch: 0 })], [order('sell')]],
  ])('refuses %s', (_, entries, exits) => {
    expect(() => analyseRoundTrip(entries, exits)).toThrow(RangeError);
  });

  it('takes parts whose sum rounding has changed', () => {
    const exits = [0.1, 0.2].map((qty) => order('sell', { qty }));
    expect(analyseRoundTrip([order('buy', { qty: 0.3 })], exits).netUsdt).toBe(0);
  });
});

describe('analyseOrder', () => {
  const paid = { arrivalMid: 100.02, arrivalTouch: 100.03, fillPrice: 100.05, feesUsdt: 0.04, midAfter: 100.01 };

  it('compares an opening with a free fill at the decision mid', () => {
    const costs = analyseOrder(order('buy', paid), 'entry');
    expect(costs.netUsdt).toBeCloseTo(100 - 100.05 - 0.04, 9);
    expect(costs).toMatchObject({ scope: 'order', side: 'buy', slippageOutBps: 0, notionalUsdt: 100.05 });
    expect(costs.edgeBps + costs.adverseBps).toBeCloseTo(0, 9);
    expect(costs.adverseBps).toBeLessThan(0);
  });

  it('shows the slippage of a closing as going out, and nothing adverse', () => {
    const costs = analyseOrder(order('sell', { arrivalMid: 99.98, fillPrice: 99.95, midAfter: 100.5 }), 'exit');
    expect(partsOf(costs)).toEqual({ slippageOutBps: -3.00150075, latencyBps: -2.0010005 });
  });
});

it('tcaDetails names every part', () => {
  expect(tcaDetails(analyseRoundTrip([order('buy')], [order('sell', { feesUsdt: 1 })]))).toEqual({
    scope: 'round_trip',
    entry_side: 'buy',
    closed_qty: 1,
    notional_usdt: 100,
    edge_bps: 0,
    fees_bps: -100,
    slippage_in_bps: 0,
    slippage_out_bps: 0,
    latency_bps: 0,
    adverse_bps: 0,
    impact_bps: 0,
    rebate_bps: 0,
    implementation_shortfall_bps: -100,
    net_pnl_usdt: -1,
  });
});
