import fc from 'fast-check';
import { Decimal } from '@aurora/kernel';
import { approve, type Approvable } from './approve';

const ORDER = { symbol: 'BTCUSDT', side: 'buy', qty: 0.5, reduceOnly: false, tag: 'mine' } as const;
const VERDICT = { allow: true, maxQty: 0.5, decisionId: 'd-1' };

describe('approve', () => {
  it.each<[string, object, object, string, number | undefined]>([
    ['all of it', {}, {}, '0.001', 0.5],
    ['no more than wanted', {}, { maxQty: 9 }, '0.001', 0.5],
    ['no more than allowed, in whole lots', {}, { maxQty: 0.1239 }, '0.001', 0.123],
    ['exactly one lot', {}, { maxQty: 0.001 }, '0.001', 0.001],
    ['just below a lot', {}, { maxQty: 0.000999 }, '0.001', undefined],
    ['nothing of it', {}, { maxQty: 0 }, '0.001', undefined],
    ['nothing of it, signed', {}, { maxQty: -0 }, '0.001', undefined],
    ['lots that binary fractions miss: 0.3 is three of 0.1', { qty: 0.3 }, {}, '0.1', 0.3],
    ['2.01 is 201 of 0.01', { qty: 2.01 }, { maxQty: 5 }, '0.01', 2.01],
    ['sums that binary fractions miss: 0.1 + 0.2 of 0.3 wanted', { qty: 0.3 }, { maxQty: 0.1 + 0.2 }, '0.1', 0.3],
    ['denied, whatever the quantity', {}, { allow: false }, '0.001', undefined],
    ['allowed in words', {}, { allow: 'true' }, '0.001', undefined],
    ['an allowance that is no number', {}, { maxQty: NaN }, '0.001', undefined],
    ['no allowance', {}, { maxQty: undefined }, '0.001', undefined],
    ['a negative allowance', {}, { maxQty: -1 }, '0.001', undefined],
    ['an allowance without end', {}, { maxQty: Infinity }, '0.001', 0.5],
    ['a quantity that is no number', { qty: NaN }, {}, '0.001', undefined],
    ['a quantity without end', { qty: Infinity }, {}, '0.001', undefined],
    ['a negative quantity', { qty: -0.5 }, {}, '0.001', undefined],
    ['no quantity', { qty: 0 }, {}, '0.001', undefined],
    ['a huge one', { qty: 1e15 }, { maxQty: 1e15 }, '1', 1e15],
  ])('%s', (_, order, verdict, lotStep, qty) =>
    expect(approve({ ...ORDER, ...order } as Approvable, { ...VERDICT, ...verdict }, lotStep)?.qty).toBe(qty),
  );

  it('keeps the rest of the order, adds the decision, and leaves the order alone', () => {
    expect(approve(ORDER, { ...VERDICT, maxQty: 0.2 }, 0.01)).toEqual({ ...ORDER, qty: 0.2, decisionId: 'd-1' });
    expect(approve(ORDER, { ...VERDICT, decisionId: null }, 0.01)).toMatchObject({ decisionId: null });
    expect(ORDER.qty).toBe(0.5);
  });

  it.each([0, -1, NaN, Infinity])('has no lots of %p', (lotStep) =>
    expect(() => approve(ORDER, VERDICT, lotStep)).toThrow(RangeError),
  );

  it('never gives more than wanted or allowed, and always whole lots', () => {
    const size = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(size, size, fc.constantFrom('0.001', '0.01', '0.1', '1', '5'), (qty, maxQty, lotStep) => {
        const approved = approve({ ...ORDER, qty }, { ...VERDICT, maxQty }, lotStep);
        if (approved === undefined) return expect(new Decimal(Math.min(qty, maxQty)).lt(lotStep)).toBe(true);
        expect(approved.qty).toBeLessThanOrEqual(Math.min(qty, maxQty));
        expect(new Decimal(approved.qty).mod(lotStep).isZero()).toBe(true);
        return undefined;
      }),
    );
  });

  it('makes what no one else can make', () => {
    const send = (order: NonNullable<ReturnType<typeof approve<typeof ORDER>>>): number => order.qty;
    // @ts-expect-error an order that nothing approved
    expect(send({ ...ORDER, decisionId: 'd-1' })).toBe(0.5);
  });
});
