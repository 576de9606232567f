import type { DataQuality, MarketView } from '@aurora/kernel';
import fc from 'fast-check';
import type { GateConfig } from '../gate-config';
import { EXIT, gateOf, NOW_MS, reportOf, type ConfigChanges } from '../gate.fixture';
import { plausibleRequest } from '../wire-request.fixture';

const gate = (guards: Partial<GateConfig['guards']> = {}, more: ConfigChanges = {}) => gateOf([], { guards, ...more });
const dq = (flags: Partial<DataQuality>): { market: Partial<MarketView> } => ({
  market: { dq: { staleBook: false, crossedBook: false, abnormalSpread: false, cyclicSequence: false, ...flags } },
});

it.each<[string, Partial<MarketView>, Partial<GateConfig['guards']>, string]>([
  ['nothing said', {}, {}, 'ok'],
  ['drawdown at the limit', { pnlTodayPct: -10 }, {}, 'ok'],
  ['drawdown beyond', { pnlTodayPct: -10.001 }, {}, 'RISK.DENY.DRAWDOWN'],
  ['drawdown NaN', { pnlTodayPct: NaN }, {}, 'RISK.DENY.DRAWDOWN'],
  ['CVaR off', { cvarHist: [-99] }, {}, 'ok'],
  ['CVaR at the limit', { cvarHist: [-2] }, { cvarLimit: 2 }, 'ok'],
  ['CVaR beyond', { cvarHist: [-2.001] }, { cvarLimit: 2 }, 'RISK.DENY.CVAR'],
  ['CVaR of nothing', { cvarHist: [] }, { cvarLimit: 2 }, 'ok'],
  ['spread at the limit', { spreadBps: 80 }, {}, 'ok'],
  ['spread beyond', { spreadBps: 80.001 }, {}, 'SPREAD_GUARD_TRIP'],
  ['latency at the limit', { latencyMs: 500 }, {}, 'ok'],
  ['latency beyond', { latencyMs: 500.001 }, {}, 'LATENCY_GUARD_TRIP'],
  ['volatility at the limit', { volStdBps: 300 }, {}, 'ok'],
  ['volatility beyond', { volStdBps: 300.001 }, {}, 'VOLATILITY_GUARD_TRIP'],
  ['volatility NaN', { volStdBps: NaN }, {}, 'VOLATILITY_GUARD_TRIP'],
  ['one position less', { openPositions: 998 }, {}, 'ok'],
  ['as many positions', { openPositions: 999 }, {}, 'RISK.DENY.POS_LIMIT'],
  ['abnormal spread', dq({ abnormalSpread: true }).market, {}, 'DQ_EVENT.ABNORMAL_SPREAD'],
  ['cyclic sequence', dq({ cyclicSequence: true }).market, {}, 'ok'],
  ['stale book', dq({ staleBook: true }).market, {}, 'AURORA.HALT'],
  ['crossed book', dq({ crossedBook: true }).market, {}, 'AURORA.HALT'],
  ['stale book without a halt', dq({ staleBook: true }).market, { rejectStormCooldownS: 0 }, 'DQ_EVENT.STALE_BOOK'],
  [
    'crossed book without a halt',
    dq({ crossedBook: true }).market,
    { rejectStormCooldownS: 0 },
    'DQ_EVENT.CROSSED_BOOK',
  ],
])('%s', (_, market, guards, reason) => {
  expect(gate(guards).decide({ market }).reason).toBe(reason);
});

describe('kill-switch', () => {
  const storm = (failed: number, done: number) => {
    const one = gate();
    for (let i = 0; i < failed + done; i++) one.state.rejectStorm.record(i < failed, NOW_MS);
    return one;
  };

  it.each([
    [5, 5, 'AURORA.HALT'],
    [4, 6, 'ok'],
    [9, 0, 'ok'],
    [10, 0, 'AURORA.HALT'],
  ])('%p failed and %p done orders: %s', (failed, done, reason) => {
    expect(storm(failed, done).decide().reason).toBe(reason);
  });

  it('halts until exactly the end of its time after the latest trip, and says begin and end once', () => {
    const one = gate();
    const at = (ms: number, request = {}) => one.decide(request, { nowMs: NOW_MS + ms });
    expect(at(0, dq({ staleBook: true }))).toMatchObject({ cooldownMs: 60_000, found: { governance: 'halt' } });
    expect(at(30_000, dq({ staleBook: true }))).toMatchObject({ cooldownMs: 60_000, found: { governance: null } });
    expect(at(89_999)).toMatchObject({ reason: 'AURORA.HALT', cooldownMs: 1 });
    expect(at(90_000)).toMatchObject({ allow: true, found: { governance: 'resume' } });
    expect(at(90_001).found.governance).toBeNull();
  });

  it('leaves its note after its code', () => {
    expect(gate().decide(dq({ staleBook: true })).notes).toEqual([
      'AURORA.HALT',
      'killswitch_active',
      'DQ_EVENT.STALE_BOOK',
    ]);
  });

  it('notes a flag that blocks nothing', () => {
    expect(gate().decide(dq({ cyclicSequence: true })).notes).toEqual(['DQ_EVENT.CYCLIC_SEQUENCE']);
  });

  it('meets exits too', () => {
    const one = gate();
    one.decide(dq({ crossedBook: true }));
    expect(one.decide({ order: EXIT }).reason).toBe('AURORA.HALT');
    expect(one.decide({ order: EXIT }, { nowMs: NOW_MS + 60_000 }).allow).toBe(true);
  });
});

it('reads what was booked where the request says nothing', () => {
  const one = gate({ cvarLimit: 2, maxConcurrentPositions: 1 });
  one.state.returns.add(-3);
  expect(one.decide().reason).toBe('RISK.DENY.CVAR');
  expect(one.decide({ market: { cvarHist: [-1] } }).allow).toBe(true);
  one.fill('buy', 1);
  expect(one.decide({ market: { cvarHist: [-1] } }).reason).toBe('RISK.DENY.POS_LIMIT');
  one.state.dayPnl.add({ pnlPct: -11 }, NOW_MS);
  expect(one.decide().reason).toBe('RISK.DENY.DRAWDOWN');
});

it('says the numbers it compared', () => {
  expect(reportOf(gate().decide({ market: { volStdBps: 301 } }), 'governance')).toMatchObject({
    value: 301,
    limit: 300,
  });
});

it('is asked only about what everything before would allow', () => {
  const one = gateOf(['latency']);
  expect(one.decide({ market: { ...dq({ staleBook: true }).market, latencyMs: 501 } }).reason).toBe('latency_guard');
  expect(one.decide().allow).toBe(true);
});

describe('trading state', () => {
  const reducing = (heldQty: number) => {
    const one = gate();
    if (heldQty !== 0) one.fill(heldQty > 0 ? 'buy' : 'sell', Math.abs(heldQty));
    one.state.tradingState = 'REDUCING';
    return one;
  };

  it('HALTED blocks everything, before all else', () => {
    const one = gate();
    one.state.tradingState = 'HALTED';
    expect(one.decide({ order: EXIT }).reason).toBe('TRADING.HALTED');
    expect(one.decide(dq({ staleBook: true })).reason).toBe('TRADING.HALTED');
  });

  it.each([
    ['a part of a long', 5, 'sell', 4, 'ok'],
    ['exactly all of it', 5, 'sell', 5, 'ok'],
    ['more than all of it', 5, 'sell', 5.0001, 'TRADING.REDUCING'],
    ['more of a long', 5, 'buy', 1, 'TRADING.REDUCING'],
    ['exactly all of a short', -5, 'buy', 5, 'ok'],
    ['more of a short', -5, 'sell', 1, 'TRADING.REDUCING'],
    ['a position nobody saw', 0, 'sell', 1e15, 'ok'],
  ] as const)('REDUCING and an exit of %s', (_, held, side, qty, reason) => {
    expect(reducing(held).decide({ order: { reduceOnly: true, side, qty } }).reason).toBe(reason);
  });

  it('REDUCING blocks an opening without a position, and takes no word but that of the position', () => {
    expect(reducing(0).decide().reason).toBe('TRADING.REDUCING');
    expect(reducing(5).decide({ order: { side: 'buy' } }).reason).toBe('TRADING.REDUCING');
  });

  it('REDUCING counts what is in flight', () => {
    const one = reducing(5);
    const sell = (qty: number) => one.decide({ order: { ...EXIT, qty } }).reason;
    expect([sell(3), sell(3), sell(2), sell(0.001)]).toEqual(['ok', 'TRADING.REDUCING', 'ok', 'TRADING.REDUCING']);
    one.state.ledger.settle('decision-0');
    expect(sell(3)).toBe('ok');
  });
});

it('exits meet no outer limit', () => {
  const market = { pnlTodayPct: -99, spreadBps: 1e6, latencyMs: 1e9, volStdBps: 1e6, openPositions: 1e9 };
  expect(gate({ cvarLimit: 1 }).decide({ order: EXIT, market: { ...market, cvarHist: [-99] } }).allow).toBe(true);
});

it('never passes a worse number or under a tighter limit what it blocked', () => {
  const worsen = (market: MarketView, by: number): MarketView => ({
    ...market,
    pnlTodayPct: (market.pnlTodayPct ?? 0) - by,
    spreadBps: (market.spreadBps ?? 0) + by,
    latencyMs: (market.latencyMs ?? 0) + by,
    volStdBps: (market.volStdBps ?? 0) + by,
    openPositions: (market.openPositions ?? 0) + by,
  });
  fc.assert(
    fc.property(plausibleRequest, fc.nat(1000), ({ order, market }, by) => {
      const passes = (view: MarketView, guards: Partial<GateConfig['guards']> = {}) =>
        gate({ cvarLimit: 2, ...guards }).decide({ order, market: view }).allow;
      if (passes(market)) return;
      expect(passes(worsen(market, by))).toBe(false);
      expect(passes(market, { cvarLimit: 1, dailyDdLimitPct: 5, spreadBpsLimit: 40, latencyMsLimit: 250 })).toBe(false);
    }),
  );
});
