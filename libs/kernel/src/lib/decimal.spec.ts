import fc from 'fast-check';
import { Decimal, floorToStep } from './decimal';

describe('floorToStep', () => {
  it.each([
    [0.3, 0.1, '0.3'],
    [0.7, 0.1, '0.7'],
    [1.1, 0.1, '1.1'],
    [0.29, 0.1, '0.2'],
    [0.1 + 0.2, 0.1, '0.3'],
    [12345.678, 0.001, '12345.678'],
    [8.23456, 0.00001, '8.23456'],
    [105, 5, '105'],
    [104.99, 5, '100'],
    [0.099, 0.1, '0'],
    [0, 0.1, '0'],
    [-0.29, 0.1, '-0.2'],
    ['1e-9', '1e-8', '0'],
    ['123456789012.12345678', '0.00000001', '123456789012.12345678'],
    ['0.99999999999999999999999', '1', '0'],
    [1e12, 0.001, '1000000000000'],
  ])('%s in steps of %s is %s', (value, step, expected) => {
    expect(floorToStep(value, step).toFixed()).toBe(expected);
  });

  it.each([0, -0.1, NaN, Infinity])('refuses the step %d', (step) => {
    expect(() => floorToStep(1, step)).toThrow(RangeError);
  });

  it('has no number for what is no number', () => {
    expect(floorToStep(NaN, 0.1).isNaN()).toBe(true);
  });

  it('is the largest multiple of the step that does not exceed the value', () => {
    const step = fc.constantFrom('1', '0.1', '0.01', '0.001', '0.00001', '5', '0.5', '0.25');
    const value = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(value, step, (quantity, size) => {
        const floored = floorToStep(quantity, size);
        expect(floored.mod(size).toNumber()).toBe(0);
        expect(floored.lte(quantity)).toBe(true);
        expect(floored.plus(size).gt(quantity)).toBe(true);
        expect(floorToStep(floored, size).eq(floored)).toBe(true);
        expect(floorToStep(-quantity, size).neg().eq(floored)).toBe(true);
      }),
    );
  });
});

it('Decimal keeps what binary fractions lose', () => {
  expect(new Decimal('0.1').plus('0.2').toString()).toBe('0.3');
});
