import fc from 'fast-check';
import { msToNs, nsToMs, parseTsNs } from './ts-ns';

describe('msToNs', () => {
  it.each([
    [0, 0n],
    [1, 1_000_000n],
    [0.000001, 1n],
    [1.5, 1_500_000n],
    [-0.5, -500_000n],
    [-1, -1_000_000n],
    [1_700_000_000_000, 1_700_000_000_000_000_000n],
    [1_700_000_000_000.5, 1_700_000_000_000_500_000n],
    [0.9999999, 1_000_000n],
  ])('%d ms is %d ns', (ms, ns) => {
    expect(msToNs(ms)).toBe(ns);
  });

  it.each([NaN, Infinity, -Infinity])('throws on %d', (ms) => {
    expect(() => msToNs(ms)).toThrow(RangeError);
  });

  it('loses nothing of whole milliseconds', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (ms) => expect(nsToMs(msToNs(ms))).toBe(ms)));
  });

  it('never turns time back', () => {
    const ms = fc.double({ min: 0, max: 4e12, noNaN: true });
    fc.assert(fc.property(ms, ms, (a, b) => expect(msToNs(Math.min(a, b)) <= msToNs(Math.max(a, b))).toBe(true)));
  });
});

describe('nsToMs', () => {
  it.each([
    [0n, 0],
    [1n, 0.000001],
    [-1_500_000n, -1.5],
    [1_700_000_000_123_456_789n, 1_700_000_000_123.4568],
  ])('%d ns is %d ms', (ns, ms) => {
    expect(nsToMs(ns)).toBeCloseTo(ms, 3);
  });
});

describe('parseTsNs', () => {
  it.each([
    ['0', 0n],
    ['-5', -5n],
    ['1700000000123456789', 1_700_000_000_123_456_789n],
  ])('reads %s', (digits, ns) => {
    expect(parseTsNs(digits)).toBe(ns);
  });

  it.each(['', ' ', '1.5', '1e3', '0x10', '12n', ' 1', '--1', 'NaN'])('refuses %j', (digits) => {
    expect(() => parseTsNs(digits)).toThrow(SyntaxError);
  });

  it('brings every written time back', () => {
    fc.assert(fc.property(fc.bigInt(), (ns) => expect(parseTsNs(String(ns))).toBe(ns)));
  });
});
