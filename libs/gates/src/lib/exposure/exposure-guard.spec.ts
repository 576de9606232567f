import type { OrderIntent } from '@aurora/kernel';
import fc from 'fast-check';
import type { GateConfig } from '../gate-config';
import { EXIT, gateOf, NOW_MS, reportOf, requestOf } from '../gate.fixture';

const gate = (risk: Partial<GateConfig['risk']> = {}) => gateOf(['risk'], { risk });
const CAP = { maxSymbolExposureUsdt: 1000 };

describe('exposure cap', () => {
  it('cuts the quantity to what is left, and denies when that is nothing', () => {
    const one = gate(CAP);
    const order = { qty: 6, price: 100 };
    expect(one.decide({ order })).toMatchObject({ maxQty: 6, approved: { qty: 6 } });
    expect(one.decide({ order })).toMatchObject({ maxQty: 4, approved: { qty: 4 } });
    expect(one.decide({ order: { qty: 1e-6 } })).toMatchObject({
      reason: 'risk_symbol_exposure',
      maxQty: 0,
      cooldownMs: 0,
    });
    expect(one.decide({ order: { ...order, symbol: 'ETHUSDT' } }).maxQty).toBe(6);
  });

  it('lets an order of exactly the cap go whole', () => {
    expect(gate(CAP).decide({ order: { qty: 10 } }).maxQty).toBe(10);
    expect(gate(CAP).decide({ order: { qty: 10.001 } }).maxQty).toBeCloseTo(10, 9);
  });

  it('counts positions, also those of the other side', () => {
    const one = gate(CAP);
    one.fill('buy', 9.5);
    expect(one.decide().maxQty).toBe(0.5);
    expect(one.decide().reason).toBe('risk_symbol_exposure');
  });

  it('counts what is scaled, not what was asked', () => {
    expect(gate({ ...CAP, sizeScale: 0.5 }).decide({ order: { qty: 10 } }).maxQty).toBe(5);
    expect(gate({ ...CAP, sizeScale: 0.5 }).decide({ order: { qty: 40 } }).maxQty).toBe(10);
  });

  it('gives back what an order settled or did not use in time', () => {
    const one = gate({ ...CAP, reservationTtlMs: 5000 });
    one.decide({ order: { qty: 10 } });
    one.state.ledger.settle('decision-0', 4);
    expect(one.decide({ order: { qty: 10 } }).maxQty).toBeCloseTo(4, 9);
    expect(one.decide({}, { nowMs: NOW_MS + 4999 }).allow).toBe(false);
    expect(one.decide({ order: { qty: 10 } }, { nowMs: NOW_MS + 5000 }).maxQty).toBe(10);
  });

  it.each<[string, Partial<OrderIntent>, string, number]>([
    ['a small stated value does not slip under', { notional: 1, qty: 20, price: 100 }, 'ok', 10],
    ['a large stated value counts', { notional: 4000, qty: 20, price: 100 }, 'ok', 5],
    ['a stated 0 leaves quantity × price', { notional: 0, qty: 20, price: 100 }, 'ok', 10],
    ['a negative one too', { notional: -5, qty: 20, price: 100 }, 'ok', 10],
    ['a stated value without a price', { notional: 2000, price: undefined }, 'ok', 1],
    ['no value at all', { notional: undefined, price: undefined }, 'missing_input:notional', 0],
    ['a value of 0 at no price', { notional: 0, price: undefined }, 'missing_input:notional', 0],
    ['a value that is none', { notional: NaN, price: undefined }, 'risk_notional_too_small', 0],
  ])('%s', (_, order, reason, maxQty) => {
    expect(gate(CAP).decide({ order })).toMatchObject({ reason, maxQty });
  });

  it('denies an order of unknown value leniently too', () => {
    const decision = gate(CAP).decide({ order: { price: undefined } }, { mode: 'shadow' });
    expect(decision).toMatchObject({ reason: 'risk_symbol_exposure', missing: ['notional'] });
  });

  it('asks for no value while there is no cap', () => {
    expect(gate().decide({ order: { price: undefined } })).toMatchObject({ allow: true, maxQty: 2 });
  });
});

describe('orders per minute', () => {
  it('denies beyond the limit until exactly a minute has passed', () => {
    const one = gate({ maxOrdersPerMin: 2 });
    const at = (ms: number) => one.decide({}, { nowMs: NOW_MS + ms });
    expect([at(0).allow, at(10_000).allow]).toEqual([true, true]);
    expect(at(59_999)).toMatchObject({ reason: 'risk_orders_per_min', cooldownMs: 1 });
    expect(at(60_000).allow).toBe(true);
  });

  it('counts no refused order', () => {
    const one = gate({ maxOrdersPerMin: 1 });
    one.decide({ market: { openPositions: 99 } });
    expect(one.decide().allow).toBe(true);
  });
});

it('exits reserve in flight and meet no cap', () => {
  const one = gate({ maxSymbolExposureUsdt: 1, maxOrdersPerMin: 0 });
  expect(one.decide({ order: { ...EXIT, qty: 50, price: undefined } })).toMatchObject({ allow: true, maxQty: 50 });
  expect(one.state.ledger.inFlightReducingQty('BTCUSDT', 'sell')).toBe(50);
});

it('reserves nothing for what is not allowed', () => {
  const one = gate(CAP);
  one.state.tradingState = 'HALTED';
  one.decide();
  expect(one.state.ledger.size).toBe(0);
});

it('blocks a decision id that already holds a reservation', () => {
  const one = gate();
  one.decide();
  const repeated = one.pipeline.decide('decision-0', requestOf(), 'live', NOW_MS, one.state);
  expect(repeated.reason).toBe('guard_error:exposure');
});

it('says value and cap', () => {
  const one = gate(CAP);
  expect(reportOf(one.decide({ order: { qty: 10 } }), 'exposure')).toMatchObject({
    outcome: 'pass',
    value: 1000,
    limit: 1000,
  });
  expect(reportOf(one.decide(), 'exposure')).toMatchObject({ outcome: 'block', value: 200, limit: 1000 });
  const none = gate({ maxOrdersPerMin: 0 }).decide();
  expect(reportOf(none, 'exposure')).toMatchObject({ outcome: 'block', value: null, limit: 0 });
});

it('never lets concurrent openings together exceed a cap, and grants no more under a smaller one', () => {
  const qty = fc.double({ min: 1e-6, max: 20, noNaN: true });
  const orders = fc.array(fc.record({ qty, symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT') }), { maxLength: 20 });
  fc.assert(
    fc.property(orders, fc.double({ min: 1, max: 2000, noNaN: true }), (intents, cap) => {
      const total = (maxSymbolExposureUsdt: number) => {
        const one = gate({ maxSymbolExposureUsdt });
        const sums: Record<string, number> = { BTCUSDT: 0, ETHUSDT: 0 };
        for (const order of intents) sums[order.symbol]! += 100 * one.decide({ order }).maxQty;
        return sums;
      };
      const [granted, tighter] = [total(cap), total(cap / 2)];
      for (const symbol of Object.keys(granted)) {
        expect(granted[symbol]).toBeLessThanOrEqual(cap * (1 + 1e-9));
        expect(tighter[symbol]).toBeLessThanOrEqual(granted[symbol]! * (1 + 1e-9));
      }
    }),
  );
});
