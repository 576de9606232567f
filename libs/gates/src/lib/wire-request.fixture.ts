import fc from 'fast-check';
import type { GateRequest, MarketView, OrderIntent } from '@aurora/kernel';

const HUGE = 1e15;
const MAX_BPS = 1e6;

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const given = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const number = (min: number, max: number) => given(fc.oneof(between(min, max), fc.constantFrom(min, max, 0, -0)));
const numbers = given(fc.array(fc.oneof(between(-HUGE, HUGE), between(-3, 3)), { maxLength: 12 }));

const order: fc.Arbitrary<OrderIntent> = fc.record({
  symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT'),
  side: fc.constantFrom('buy', 'sell'),
  qty: fc.oneof(between(Number.MIN_VALUE, HUGE), between(0.001, 10)),
  price: given(fc.oneof(between(Number.MIN_VALUE, HUGE), between(1, 1000))),
  notional: number(-HUGE, HUGE),
  type: fc.constant(undefined),
  reduceOnly: fc.boolean(),
  clientOrderId: fc.constant(undefined),
});

const market: fc.Arbitrary<MarketView> = fc.record({
  latencyMs: given(fc.oneof(between(0, 1e9), between(0, 600))),
  spreadBps: given(fc.oneof(between(0, MAX_BPS), between(0, 100))),
  slipBpsEst: given(fc.oneof(between(0, MAX_BPS), between(0, 20))),
  aBps: number(-MAX_BPS, MAX_BPS),
  bBps: given(fc.oneof(between(-MAX_BPS, MAX_BPS), between(0, 100))),
  score: given(fc.oneof(between(-HUGE, HUGE), between(-1, 1))),
  regime: fc.constant(undefined),
  trapCancelDeltas: numbers,
  trapAddDeltas: numbers,
  trapTradesCnt: number(0, HUGE),
  obiSign: number(-HUGE, HUGE),
  tfiSign: number(-HUGE, HUGE),
  sprtSamples: numbers,
  pnlTodayPct: number(-1e6, 1e6),
  openPositions: number(0, 1e9),
  volStdBps: number(0, MAX_BPS),
  cvarHist: numbers,
  dq: given(
    fc.record({
      staleBook: fc.boolean(),
      crossedBook: fc.boolean(),
      abnormalSpread: fc.boolean(),
      cyclicSequence: fc.boolean(),
    }),
  ),
  z: given(fc.oneof(between(-HUGE, HUGE), fc.array(between(-HUGE, HUGE), { maxLength: 70 }))),
  aci: number(-HUGE, HUGE),
});

/** Any request inside the bounds of the wire. */
export const wireRequest: fc.Arbitrary<GateRequest> = fc.record({
  tsMs: fc.constant(undefined),
  reqId: fc.constant(undefined),
  mode: fc.constant(undefined),
  accountId: fc.constant(undefined),
  subaccount: fc.constant(undefined),
  riskTags: fc.constant([]),
  feesBps: between(0, MAX_BPS),
  order,
  market,
});

const mostly = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 30 });

/** A request that often passes: good numbers around the usual limits, now and then one of them absent. */
export const plausibleRequest: fc.Arbitrary<GateRequest> = fc
  .tuple(
    wireRequest,
    fc.record({
      latencyMs: mostly(between(0, 30)),
      spreadBps: mostly(between(0, 85)),
      slipBpsEst: mostly(between(0, 10)),
      aBps: mostly(between(0, 20)),
      bBps: mostly(between(10, 60)),
      score: mostly(between(0, 1)),
      openPositions: given(fc.nat(10)),
    }),
  )
  .map(([request, numbers]) => ({
    ...request,
    feesBps: Math.min(request.feesBps, 5),
    order: { ...request.order, reduceOnly: false },
    market: {
      ...request.market,
      ...numbers,
      trapCancelDeltas: undefined,
      sprtSamples: undefined,
      pnlTodayPct: undefined,
      volStdBps: undefined,
      dq: undefined,
    },
  }));
