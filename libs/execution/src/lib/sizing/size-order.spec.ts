import { Decimal, defaultsOf } from '@aurora/kernel';
import fc from 'fast-check';
import { capQuantity, sizeOrder, type SizeRequest } from './size-order';
import { sizingConfig } from './sizing-config';

const CONFIG = { riskAversion: 4, maxFraction: 0.1, maxLeverage: 1, minNotionalUsdt: 5, maxNotionalUsdt: 5000 };
/** Kelly (2·0.5 − 0.5)/2 / 4 = 0.0625 of 10 000. */
const REQUEST: SizeRequest = {
  p: 0.5,
  rewardRisk: 2,
  equityUsdt: 10_000,
  openNotionalUsdt: 0,
  price: 100,
  lotStep: '0.01',
  venueMinNotionalUsdt: 0,
};
const size = (request: Partial<SizeRequest> = {}, config: Partial<typeof CONFIG> = {}) =>
  sizeOrder({ ...REQUEST, ...request }, { ...CONFIG, ...config });

describe('sizeOrder', () => {
  it('tells every factor', () => {
    expect(size({ price: 99 })).toEqual({
      qty: new Decimal('6.31'),
      notionalUsdt: 624.69,
      reason: null,
      limitedBy: 'kelly',
      kellyFraction: 0.0625,
      fraction: 0.0625,
      wantedUsdt: 625,
    });
  });

  it.each<[string, Partial<SizeRequest>, Partial<typeof CONFIG>, string, string]>([
    ['Kelly', {}, {}, '6.25', 'kelly'],
    ['full Kelly', {}, { riskAversion: 1, maxFraction: 1 }, '25', 'kelly'],
    ['the fraction at its cap', {}, { maxFraction: 0.0625 }, '6.25', 'kelly'],
    ['the fraction above it', {}, { maxFraction: 0.06 }, '6', 'max_fraction'],
    ['exactly the room that is left', { openNotionalUsdt: 9375 }, {}, '6.25', 'kelly'],
    ['less room', { openNotionalUsdt: 9400 }, {}, '6', 'leverage'],
    ['more leverage', { openNotionalUsdt: 9400 }, { maxLeverage: 2 }, '6.25', 'kelly'],
    ['the largest notional', {}, { maxNotionalUsdt: 625 }, '6.25', 'kelly'],
    ['a smaller largest notional cuts', {}, { maxNotionalUsdt: 624 }, '6.24', 'max_notional'],
    ['the least notional', {}, { minNotionalUsdt: 625 }, '6.25', 'kelly'],
  ])('%s', (_, request, config, qty, limitedBy) => {
    const sized = size(request, config);
    expect([sized.qty.toString(), sized.limitedBy, sized.reason]).toEqual([qty, limitedBy, null]);
  });

  it.each<[string, Partial<SizeRequest>, Partial<typeof CONFIG>, string]>([
    ['no edge', { p: 1 / 3 }, {}, 'no_edge'],
    ['a worse one', { p: 0 }, {}, 'no_edge'],
    ['no probability', { p: NaN }, {}, 'no_edge'],
    ['no reward', { rewardRisk: 0 }, {}, 'no_edge'],
    ['a cap of 0', {}, { maxFraction: 0 }, 'no_edge'],
    ['leverage used up', { openNotionalUsdt: 10_000 }, {}, 'no_room'],
    ['leverage exceeded', { openNotionalUsdt: 20_000 }, {}, 'no_room'],
    ['unknown exposure', { openNotionalUsdt: NaN }, {}, 'no_room'],
    ['no equity', { equityUsdt: 0 }, {}, 'no_room'],
    ['lost equity', { equityUsdt: -1 }, {}, 'no_room'],
    ['unknown equity', { equityUsdt: NaN }, {}, 'no_room'],
    ['below the least notional', {}, { minNotionalUsdt: 625.01 }, 'too_small'],
    ['below that of the venue', { venueMinNotionalUsdt: 625.01 }, {}, 'too_small'],
    ['less than one lot', { lotStep: '7' }, {}, 'too_small'],
    ['no price', { price: NaN }, {}, 'too_small'],
    ['a price of 0', { price: 0 }, {}, 'too_small'],
  ])('sizes to 0: %s', (_, request, config, reason) => {
    const sized = size(request, config);
    expect([sized.qty.toString(), sized.notionalUsdt, sized.reason]).toEqual(['0', 0, reason]);
  });

  it('never exceeds a cap, is whole lots, and grows with the probability', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    const amount = fc.double({ min: 0, max: 20_000, noNaN: true });
    fc.assert(
      fc.property(
        p,
        p,
        amount,
        amount,
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        (one, other, equityUsdt, open, price) => {
          const request = { equityUsdt, openNotionalUsdt: open, price };
          const [low, high] = [Math.min(one, other), Math.max(one, other)].map((q) => size({ ...request, p: q }));
          expect(low!.qty.lte(high!.qty)).toBe(true);
          expect(high!.qty.mod('0.01').isZero()).toBe(true);
          const most = Math.min(0.1 * equityUsdt, Math.max(0, equityUsdt - open), 5000);
          expect(high!.notionalUsdt).toBeLessThanOrEqual(most * (1 + 1e-12));
          expect(high!.qty.isZero() || high!.notionalUsdt >= 5).toBe(true);
        },
      ),
    );
  });

  it('has defaults within its bounds', () => {
    expect(defaultsOf(sizingConfig).sizing).toEqual({ ...CONFIG, maxNotionalUsdt: 10_000 });
  });
});

describe('capQuantity', () => {
  const venue = { price: 100, lotStep: '0.01', minNotionalUsdt: 100 };
  it.each([
    [null, '6.25'],
    [7, '6.25'],
    [6.25, '6.25'],
    [6.249, '6.24'],
    [1, '1'],
    [0.999, '0'],
    [0, '0'],
    [-1, '0'],
    [NaN, '0'],
  ])('at most %p leaves %p', (maxQty, left) => {
    expect(capQuantity(new Decimal('6.25'), maxQty, venue).toString()).toBe(left);
  });
});
