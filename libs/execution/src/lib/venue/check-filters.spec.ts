import { Decimal } from '@aurora/kernel';
import fc from 'fast-check';
import { FILTERS } from './venue-filters.fixture';
import { checkFilters, type FilteredOrder, type FilterReason } from './check-filters';
import { roundPrice, roundQty } from './round-order';

const limit = (changes: Partial<FilteredOrder> = {}): FilteredOrder => ({
  side: 'buy',
  type: 'limit',
  qty: 1,
  price: 100,
  reduceOnly: false,
  ...changes,
});

const market = (changes: Partial<FilteredOrder> = {}): FilteredOrder => limit({ type: 'market', ...changes });

type Case = [what: string, order: FilteredOrder, mark: number, code: number | null, reason: FilterReason | null];

describe('checkFilters', () => {
  it.each<Case>([
    ['least quantity', limit({ qty: 0.001, price: 5000 }), 5000, null, null],
    ['below it', limit({ qty: 0.0009, price: 6000 }), 6000, -4004, 'qty_below_min'],
    ['largest quantity', limit({ qty: 1000 }), 100, null, null],
    ['above it', limit({ qty: 1000.001 }), 100, -4005, 'qty_above_max'],
    ['largest market quantity', market({ qty: 120 }), 100, null, null],
    ['above it', market({ qty: 120.001 }), 100, -4005, 'qty_above_max'],
    ['no quantity', limit({ qty: 0 }), 100, -4003, 'qty_not_positive'],
    ['negative zero', limit({ qty: -0 }), 100, -4003, 'qty_not_positive'],
    ['a negative quantity', limit({ qty: -1 }), 100, -4003, 'qty_not_positive'],
    ['NaN', limit({ qty: NaN }), 100, -4003, 'qty_not_positive'],
    ['without end', limit({ qty: Infinity }), 100, -4005, 'qty_above_max'],
    ['too many decimals', limit({ qty: 1.0001 }), 100, -1111, 'precision'],
    ['what binary fractions make of 0.3', limit({ qty: 0.1 + 0.2 }), 100, -1111, 'precision'],
    ['0.3', limit({ qty: 0.3 }), 100, null, null],
    ['no price', limit({ price: undefined }), 100, -4001, 'price_not_positive'],
    ['a price of 0', limit({ price: 0 }), 100, -4001, 'price_not_positive'],
    ['a price of NaN', limit({ price: NaN }), 100, -4001, 'price_not_positive'],
    ['least price', limit({ price: 0.1, qty: 100 }), 0.1, null, null],
    ['below it', limit({ price: 0.09, qty: 100 }), 0.1, -4013, 'price_below_min'],
    ['largest price', limit({ price: 1e6 }), 1e6, null, null],
    ['above it', limit({ price: 1e6 + 0.1 }), 1e6, -4002, 'price_above_max'],
    ['too many decimals', limit({ price: 100.001 }), 100, -1111, 'precision'],
    ['off the tick', limit({ price: 100.05 }), 100, -4014, 'price_off_tick'],
    ['a buy at the cap', limit({ price: 105 }), 100, null, null],
    ['above the cap', limit({ price: 105.1 }), 100, -4016, 'price_above_mark_cap'],
    ['a buy far below', limit({ price: 10 }), 100, null, null],
    ['a sell at the floor', limit({ side: 'sell', price: 95 }), 100, null, null],
    ['below the floor', limit({ side: 'sell', price: 94.9 }), 100, -4024, 'price_below_mark_floor'],
    ['a sell far above', limit({ side: 'sell', price: 900 }), 100, null, null],
    ['no mark price for a buy', limit(), NaN, -4016, 'price_above_mark_cap'],
    ['no mark price for a sell', limit({ side: 'sell' }), NaN, -4024, 'price_below_mark_floor'],
    ['least notional', limit({ qty: 0.05 }), 100, null, null],
    ['below it', limit({ qty: 0.049 }), 100, -4164, 'notional_below_min'],
    ['reduce-only below it', limit({ qty: 0.049, reduceOnly: true }), 100, null, null],
    ['least notional by mark', market({ qty: 0.05 }), 100, null, null],
    ['below it by mark', market({ qty: 0.05 }), 99.9, -4164, 'notional_below_min'],
    ['a market order without mark price', market(), NaN, -4164, 'notional_below_min'],
    ['a market order needs no price', market({ price: undefined }), 100, null, null],
  ])('%s: %j at mark %p is %p', (_, order, mark, code, reason) => {
    const problem = checkFilters(order, FILTERS, mark);
    expect([problem?.code ?? null, problem?.reason ?? null]).toEqual([code, reason]);
  });

  it('says what it held against what', () => {
    expect(checkFilters(limit({ qty: 0.049 }), FILTERS, 100)).toMatchObject({ value: 4.9, limit: 5 });
    expect(checkFilters(limit({ price: 105.1 }), FILTERS, 100)).toMatchObject({ value: 105.1, limit: 105 });
  });

  it('holds a quantity against a step that is no power of ten', () => {
    const filters = { ...FILTERS, stepSize: new Decimal('0.005') };
    expect(checkFilters(limit({ qty: 1.005 }), filters, 100)).toBeNull();
    expect(checkFilters(limit({ qty: 1.006 }), filters, 100)).toMatchObject({ code: -4023, reason: 'qty_off_step' });
  });
});

describe('rounding', () => {
  it.each([
    [0.3, 0.3],
    [0.1 + 0.2, 0.3],
    [1.9999, 1.999],
    [0.0009, 0],
    [0, 0],
    [NaN, NaN],
  ])('a quantity of %p to %p', (qty, rounded) => {
    expect(roundQty(qty, FILTERS, 'limit')).toBe(rounded);
    expect(roundQty(qty, { ...FILTERS, stepSize: new Decimal(1) }, 'market')).toBe(rounded);
  });

  it.each([
    [100.05, 100, 100.1],
    [100.1, 100.1, 100.1],
    [0.1 + 0.2, 0.3, 0.4],
    [NaN, NaN, NaN],
  ])('a price of %p to %p for a buy, %p for a sell', (price, buy, sell) => {
    expect([roundPrice(price, FILTERS, 'buy'), roundPrice(price, FILTERS, 'sell')]).toEqual([buy, sell]);
  });

  it('makes what the venue takes, and never a larger order or a more aggressive price', () => {
    const amount = fc.double({ min: 1, max: 999, noNaN: true });
    fc.assert(
      fc.property(amount, amount, fc.constantFrom('buy', 'sell'), (rawQty, rawPrice, side) => {
        const qty = roundQty(rawQty, FILTERS, 'limit');
        const price = roundPrice(rawPrice, FILTERS, side);
        expect(qty).toBeLessThanOrEqual(rawQty);
        expect(side === 'buy' ? rawPrice - price : price - rawPrice).toBeGreaterThanOrEqual(0);
        expect(checkFilters({ side, type: 'limit', qty, price, reduceOnly: true }, FILTERS, price)).toBeNull();
      }),
    );
  });
});
