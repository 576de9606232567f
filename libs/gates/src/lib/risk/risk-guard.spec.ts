import type { MarketView } from '@aurora/kernel';
import fc from 'fast-check';
import type { GateConfig } from '../gate-config';
import { EXIT, gateOf, NOW_MS, reportOf, type RequestChanges } from '../gate.fixture';
import { baseNotional } from './base-notional';

const gate = (risk: Partial<GateConfig['risk']> = {}) => gateOf(['risk'], { risk });

it.each<[string, Partial<GateConfig['risk']>, RequestChanges, string]>([
  ['nothing said', {}, {}, 'ok'],
  ['scale 0', { sizeScale: 0 }, {}, 'risk_size_scale_zero'],
  ['scale −0', { sizeScale: -0 }, {}, 'risk_size_scale_zero'],
  ['scale below 0', { sizeScale: -1 }, {}, 'risk_size_scale_zero'],
  ['scale NaN', { sizeScale: NaN }, {}, 'risk_size_scale_zero'],
  ['loss below the cap', { ddDayPct: 3 }, { market: { pnlTodayPct: -2.999 } }, 'ok'],
  ['loss at the cap', { ddDayPct: 3 }, { market: { pnlTodayPct: -3 } }, 'risk_dd_day_cap'],
  ['loss beyond the cap', { ddDayPct: 3 }, { market: { pnlTodayPct: -1e6 } }, 'risk_dd_day_cap'],
  ['gain', { ddDayPct: 3 }, { market: { pnlTodayPct: 1e6 } }, 'ok'],
  ['cap of 0 on a flat day', { ddDayPct: 0 }, { market: { pnlTodayPct: 0 } }, 'risk_dd_day_cap'],
  ['PnL NaN', {}, { market: { pnlTodayPct: NaN } }, 'risk_dd_day_cap'],
  ['one position less', { maxConcurrent: 2 }, { market: { openPositions: 1 } }, 'ok'],
  ['as many positions', { maxConcurrent: 2 }, { market: { openPositions: 2 } }, 'risk_max_concurrent'],
  ['positions NaN', {}, { market: { openPositions: NaN } }, 'risk_max_concurrent'],
  ['none allowed', { maxConcurrent: 0 }, {}, 'risk_max_concurrent'],
  ['nothing left after scaling', { sizeScale: 0.1 }, { order: { notional: 5e-324 } }, 'risk_notional_too_small'],
  ['no value at all', { sizeScale: 0.1 }, { order: { notional: undefined, price: undefined } }, 'ok'],
  ['negative value', {}, { order: { notional: -5 } }, 'ok'],
])('%s', (_, risk, request, reason) => {
  expect(gate(risk).decide(request).reason).toBe(reason);
});

it('asks in the order scale, drawdown, positions', () => {
  const worst = { market: { pnlTodayPct: -50, openPositions: 99 } };
  expect(gate({ sizeScale: 0, ddDayPct: 1 }).decide(worst).reason).toBe('risk_size_scale_zero');
  expect(gate({ ddDayPct: 1 }).decide(worst).reason).toBe('risk_dd_day_cap');
  expect(gate().decide(worst).reason).toBe('risk_max_concurrent');
});

it('scales the quantity, and reports what it judged', () => {
  const decision = gate({ sizeScale: 0.25, ddDayPct: 3 }).decide({
    order: { qty: 4, notional: 500 },
    market: { pnlTodayPct: -1, openPositions: 2 },
  });
  expect(decision).toMatchObject({ allow: true, maxQty: 1, approved: { qty: 1, notional: 125 } });
  expect(decision.found).toMatchObject({
    riskScale: 0.25,
    risk: {
      baseNotional: 500,
      scaledNotional: 125,
      pnlTodayPct: -1,
      openPositions: 2,
      ddDayPct: 3,
      maxConcurrent: 10,
      sizeScale: 0.25,
    },
  });
});

it('says the numbers it compared', () => {
  const decision = gate({ ddDayPct: 3 }).decide({ market: { pnlTodayPct: -3.5 } });
  expect(reportOf(decision, 'risk')).toMatchObject({ value: 3.5, limit: 3 });
});

it('leaves the scale at 1 where it did not run', () => {
  const one = gateOf(['latency', 'risk'], { risk: { sizeScale: 0.25 } });
  expect(one.decide({ market: { latencyMs: 1e6 } }).found.riskScale).toBe(1);
});

describe('what the request does not say', () => {
  it.each([undefined, null as unknown as undefined])('stands in from what was booked, for %p', (notSaid) => {
    const one = gate({ ddDayPct: 3, maxConcurrent: 1 });
    const market: Partial<MarketView> = { pnlTodayPct: notSaid, openPositions: notSaid };
    one.state.dayPnl.add({ pnlPct: -3 }, NOW_MS);
    expect(one.decide({ market }).reason).toBe('risk_dd_day_cap');
    expect(one.decide({ market }, { nowMs: NOW_MS + 86_400_000 }).allow).toBe(true);
    one.state.positions.applyFill({ symbol: 'ETHUSDT', side: 'buy', qty: 1, price: 5, nowMs: NOW_MS });
    expect(one.decide({ market }, { nowMs: NOW_MS + 86_400_000 }).reason).toBe('risk_max_concurrent');
  });

  it('gives way to what the request says, even to 0', () => {
    const one = gate({ ddDayPct: 3, maxConcurrent: 1 });
    one.state.dayPnl.add({ pnlPct: -50 }, NOW_MS);
    one.fill('buy', 1);
    expect(one.decide({ market: { pnlTodayPct: 0, openPositions: 0 } }).allow).toBe(true);
  });
});

it('takes what operators changed into force at once', () => {
  const one = gate();
  one.state.risk.set({ maxConcurrent: 0 });
  expect(one.decide().reason).toBe('risk_max_concurrent');
});

it('neither judges nor scales exits', () => {
  const one = gate({ sizeScale: 0, maxConcurrent: 0 });
  expect(one.decide({ order: { ...EXIT, qty: 3 } })).toMatchObject({ allow: true, maxQty: 3 });
});

it('never passes more, or a larger quantity, on a larger loss, more positions or under tighter limits', () => {
  const loss = fc.double({ min: 0, max: 100, noNaN: true });
  const scale = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(loss, loss, fc.nat(12), loss, fc.nat(12), scale, (lost, worse, open, ddDayPct, most, sizeScale) => {
      const quantity = (pnlTodayPct: number, openPositions: number, risk: Partial<GateConfig['risk']>) =>
        gate({ ddDayPct, maxConcurrent: most, sizeScale, ...risk }).decide({ market: { pnlTodayPct, openPositions } })
          .maxQty;
      const granted = quantity(-lost, open, {});
      expect(quantity(-lost - worse, open, {})).toBeLessThanOrEqual(granted);
      expect(quantity(-lost, open + 1, {})).toBeLessThanOrEqual(granted);
      expect(quantity(-lost, open, { ddDayPct: ddDayPct / 2 })).toBeLessThanOrEqual(granted);
      expect(quantity(-lost, open, { maxConcurrent: Math.floor(most / 2) })).toBeLessThanOrEqual(granted);
      expect(quantity(-lost, open, { sizeScale: sizeScale / 2 })).toBeLessThanOrEqual(granted);
    }),
  );
});

it.each([
  [{ notional: 7, price: 100 }, 7],
  [{ notional: 0, price: 100 }, 0],
  [{ notional: undefined, price: 100 }, 200],
  [{ notional: undefined, price: undefined }, 0],
])('the value of two with %p is %p', (order, value) => {
  expect(
    baseNotional({
      symbol: 'X',
      side: 'buy',
      qty: 2,
      type: undefined,
      reduceOnly: false,
      clientOrderId: undefined,
      ...order,
    }),
  ).toBe(value);
});
