import fc from 'fast-check';
import { nextModelVersion } from './model-version';

const AT = Date.UTC(2026, 0, 22, 10, 15, 0, 999);

describe('nextModelVersion', () => {
  it.each([
    ['1', '20260122T101500Z-0001'],
    ['', '20260122T101500Z-0001'],
    ['20260122T101459Z-0006', '20260122T101500Z-0007'],
    ['20260122T101500Z-0006', '20260122T101500Z-0007'],
    ['20260122T101501Z-0006', '20260122T101501Z-0007'],
    ['20260122T101500Z-9999', '20260122T101500Z-10000'],
    ['20260122T101500Z-0006-rc', '20260122T101500Z-0001'],
    ['20260122T101500Z-6', '20260122T101500Z-0001'],
  ])('follows %p with %s', (previous, expected) => expect(nextModelVersion(AT, previous)).toBe(expected));

  it('never sorts before the one before, whatever time does', () => {
    const times = fc.array(fc.integer({ min: 1e12, max: 2e12 }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(times, (all) => {
        let previous = '1';
        const versions = all.map((nowMs) => (previous = nextModelVersion(nowMs, previous)));
        expect([...versions].sort()).toEqual(versions);
        expect(new Set(versions).size).toBe(versions.length);
      }),
    );
  });

  it.each([NaN, Infinity])('refuses the time %d', (nowMs) =>
    expect(() => nextModelVersion(nowMs, '1')).toThrow(RangeError),
  );
});
