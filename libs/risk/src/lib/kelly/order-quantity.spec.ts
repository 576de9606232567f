import { orderQuantity } from './order-quantity';

const quantity = (changes: Partial<Parameters<typeof orderQuantity>[0]> = {}) =>
  orderQuantity({ notional: 100, price: 10, lotStep: '0.1', minNotional: 5, maxNotional: 1000, ...changes }).toString();

describe('orderQuantity', () => {
  it.each([
    ['a whole number of lots', {}, '10'],
    ['rounds down to the lot', { notional: 109.99 }, '10.9'],
    ['binary fractions stay whole lots', { notional: 0.3, price: 1, minNotional: 0 }, '0.3'],
    ['at the least notional', { notional: 5 }, '0.5'],
    ['below it', { notional: 4.999 }, '0'],
    ['below it once rounded', { notional: 5.5, price: 3, lotStep: '1' }, '0'],
    ['at the largest notional', { notional: 1000 }, '100'],
    ['above it', { notional: 1000.001 }, '0'],
    ['less than one lot', { notional: 5, price: 100, minNotional: 0 }, '0'],
    ['without limits', { notional: 1e9, minNotional: 0, maxNotional: Infinity }, '100000000'],
    ['notional 0', { notional: 0, minNotional: 0 }, '0'],
    ['notional NaN', { notional: NaN }, '0'],
    ['notional endless', { notional: Infinity, maxNotional: Infinity }, '0'],
    ['price 0', { price: 0 }, '0'],
    ['price NaN', { price: NaN }, '0'],
    ['limit NaN', { maxNotional: NaN }, '0'],
  ])('%s', (_, changes, expected) => {
    expect(quantity(changes)).toBe(expected);
  });

  it.each(['0', '-1', 'NaN'])('refuses the lot step %p', (lotStep) => {
    expect(() => quantity({ lotStep })).toThrow(RangeError);
  });
});
