import fc from 'fast-check';
import { parseDecimal, parseTicks, ticksToPrice } from './ticks';

describe('parseTicks', () => {
  it.each<[string, number]>([
    ['63943.90', 6394390000000],
    ['63943.9', 6394390000000],
    ['0.00000001', 1],
    ['0.000000010', 1],
    ['0', 0],
    ['5.', 500000000],
    ['.5', 50000000],
    ['90071992.54740991', Number.MAX_SAFE_INTEGER],
  ])('%s is %d ticks', (text, ticks) => expect(parseTicks(text)).toBe(ticks));

  it.each([
    '',
    '.',
    '-1',
    '+1',
    '1e5',
    '0x10',
    ' 1',
    '1 ',
    '1.2.3',
    '1,5',
    'NaN',
    'Infinity',
    '0.000000001',
    '90071992.54740992',
    '9'.repeat(400),
  ])('%s is no price', (text) => expect(parseTicks(text)).toBeNaN());

  it('loses nothing: as a float it is the number the text says', () => {
    fc.assert(
      fc.property(fc.nat(9_000_000), fc.nat(99_999_999), fc.integer({ min: 1, max: 8 }), (whole, part, digits) => {
        const text = `${whole}.${String(part).padStart(8, '0').slice(0, digits)}`;
        expect(ticksToPrice(parseTicks(text))).toBe(Number(text));
      }),
    );
  });
});

describe('parseDecimal', () => {
  it.each<[string, number]>([
    ['0.000', 0],
    ['46.371', 46.371],
    ['125000000000', 125e9],
  ])('%s is %d', (text, value) => expect(parseDecimal(text)).toBe(value));

  it.each(['', '.', '-1', '1e5', '1.2.3', ' ', 'abc'])('%s is no quantity', (text) => {
    expect(parseDecimal(text)).toBeNaN();
  });
});
