import fc from 'fast-check';
import { MidTrail } from './mid-trail';
import { PercentileScale } from './percentile-scale';
import { RollingSums } from './rolling-sums';

describe('RollingSums', () => {
  it('equals the sums over the entries of the window', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: -9, max: 9 })), {
      maxLength: 1500,
    });
    fc.assert(
      fc.property(steps, (entries) => {
        const sums = new RollingSums(1000);
        const all: [number, number][] = [];
        let nowMs = 0;
        for (const [pauseMs, value] of entries) {
          nowMs += pauseMs;
          sums.add(nowMs, value, 2 * value);
          all.push([nowMs, value]);
        }
        const inside = all.filter(([ms]) => ms >= nowMs - 1000);
        const expected = inside.reduce((sum, [, value]) => sum + value, 0);
        expect([sums.first, sums.second, sums.size]).toEqual([expected, 2 * expected, inside.length]);
      }),
    );
  });

  it('does not gather rounding errors', () => {
    const sums = new RollingSums(10);
    sums.add(0, 1e16, 0);
    for (let ms = 1; ms <= 20_000; ms++) sums.add(ms, 0.1, 0);
    expect(sums.first).toBeCloseTo(1.1, 9);
    sums.expire(1e6);
    expect(sums.first).toBe(0);
  });

  it('is exact at the edge of the window', () => {
    const sums = new RollingSums(1000);
    sums.add(0, 5, 7);
    sums.expire(1000);
    expect(sums.first).toBe(5);
    sums.expire(1000.001);
    expect(sums.size).toBe(0);
  });
});

describe('MidTrail', () => {
  it('is the change since the start of the window', () => {
    const trail = new MidTrail(1000);
    expect(trail.move(0, 100)).toBe(0);
    expect(trail.move(400, 103)).toBe(3);
    expect(trail.move(1399, 104)).toBe(4);
    expect(trail.move(1400, 105)).toBe(2);
  });
});

describe('PercentileScale', () => {
  it('only clips until there are 30 samples', () => {
    const scale = new PercentileScale();
    for (let i = 0; i < 29; i++) expect(scale.scale(0.5)).toBe(0.5);
    expect(scale.scale(7)).toBe(1);
    expect(scale.scale(0.5)).toBe(0);
  });

  it('puts p5 at −1, p95 at 1 and the middle between at 0', () => {
    const warm = () => {
      const scale = new PercentileScale();
      for (let i = 0; i <= 100; i++) scale.scale(i);
      return scale;
    };
    expect(warm().scale(5)).toBeCloseTo(-1);
    expect(warm().scale(95)).toBeCloseTo(1);
    expect(warm().scale(50)).toBeCloseTo(0);
    expect(warm().scale(27.5)).toBeCloseTo(-0.5);
    expect(warm().scale(1e9)).toBe(1);
    expect(warm().scale(-1e9)).toBe(-1);
  });

  it('is a sign while the history is flat', () => {
    const flat = () => {
      const scale = new PercentileScale();
      for (let i = 0; i < 40; i++) scale.scale(3);
      return scale;
    };
    expect([flat().scale(3), flat().scale(4), flat().scale(2)]).toEqual([0, 1, -1]);
  });

  it('forgets what is older than 600 samples', () => {
    const scale = new PercentileScale();
    for (let i = 0; i < 600; i++) scale.scale(1000);
    for (let i = 0; i < 600; i++) scale.scale(i / 599);
    expect(scale.scale(0.5)).toBeCloseTo(0, 5);
  });

  it.each([NaN, Infinity, -Infinity])('refuses %d', (value) => {
    expect(() => new PercentileScale().scale(value)).toThrow(RangeError);
  });
});
