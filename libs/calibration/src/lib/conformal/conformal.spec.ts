import fc from 'fast-check';
import { seededNormal, seededUniform } from '../seeded-random.fixture';
import { AdaptiveAlpha } from './adaptive-alpha';
import { conformalPValue, smoothedConformalPValue } from './conformal-p-value';
import { conformalQuantile, gaussianQuantile, splitConformalQuantile } from './conformal-quantile';
import { MondrianConformal } from './mondrian-conformal';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => n - i);

describe('conformalQuantile', () => {
  it.each([
    // n, alpha, rank ⌈(n+1)(1−α)⌉
    [9, 0.1, 9],
    [9, 0.7, 3],
    [9, 0.101, 9],
    [9, 0.0999, null],
    [19, 0.05, 19],
    [18, 0.05, null],
    [99, 0.29, 71],
    [99, 0.07, 93],
    [99, 0.1, 90],
    [100, 0.1, 91],
    [1, 0.5, 1],
    [1, 0.49, null],
    [0, 0.5, null],
    [5, 0, null],
    [5, 1e-300, null],
    [5, 0.9999, 1],
    [5, 1, -Infinity],
  ])('of the scores 1..%d at alpha %d is %p', (n, alpha, expected) => {
    expect(conformalQuantile(upTo(n), alpha)).toBe(expected);
  });

  it('is one rank below the "higher" empirical quantile where that one overshoots', () => {
    expect(conformalQuantile([1, 2, 3, 4, 5, 6, 7, 8, 9], 0.2)).toBe(8);
    expect(conformalQuantile([3, 3, 3, 3], 0.2)).toBe(3);
  });

  it.each([NaN, -0.1, 1.1])('refuses alpha %d', (alpha) => {
    expect(() => conformalQuantile([1], alpha)).toThrow('alpha must be in [0, 1]');
    expect(() => gaussianQuantile([1], alpha)).toThrow('alpha must be in [0, 1]');
  });

  it('refuses scores that are no numbers', () => {
    expect(() => conformalQuantile([1, NaN], 0.1)).toThrow('scores[1] must be a number, got NaN');
    expect(() => gaussianQuantile([Infinity], 0.1)).toThrow('scores[0] must be finite');
  });

  it.each([0.05, 0.1, 0.3])('covers a new score at 1 − %d, and not much more', (alpha) => {
    const uniform = seededUniform(3);
    const trials = 8_000;
    const n = 59;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const scores = Array.from({ length: n }, () => -Math.log(1 - uniform()));
      if (-Math.log(1 - uniform()) <= conformalQuantile(scores, alpha)!) covered++;
    }
    const noise = 4 * Math.sqrt((alpha * (1 - alpha)) / trials);
    expect(covered / trials).toBeGreaterThan(1 - alpha - noise);
    expect(covered / trials).toBeLessThan(1 - alpha + 1 / (n + 1) + noise);
  });
});

describe('gaussianQuantile', () => {
  it('is mean + sd·z', () => {
    expect(gaussianQuantile([1, 2, 3, 4, 5], 0.025)).toBeCloseTo(3 + Math.sqrt(2.5) * 1.959963984540054, 12);
    expect(gaussianQuantile([2, 2, 2], 0.1)).toBe(2);
    expect(gaussianQuantile([1e9 + 1, 1e9 + 2, 1e9 + 3], 0.5)).toBe(1e9 + 2);
  });

  it('is null where there is no spread to know or no finite answer', () => {
    expect([gaussianQuantile([], 0.1), gaussianQuantile([1], 0.1), gaussianQuantile([1, 2], 0)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(gaussianQuantile([1, 2], 1)).toBe(-Infinity);
  });

  it('stands in below 50 scores only', () => {
    expect(splitConformalQuantile(upTo(49), 0.1)).toBe(gaussianQuantile(upTo(49), 0.1));
    expect(splitConformalQuantile(upTo(50), 0.1)).toBe(conformalQuantile(upTo(50), 0.1));
    expect(gaussianQuantile(upTo(50), 0.1)).not.toBe(conformalQuantile(upTo(50), 0.1));
  });

  it('covers about 1 − alpha of normal scores', () => {
    const normal = seededNormal(5);
    let covered = 0;
    for (let trial = 0; trial < 5_000; trial++) {
      const scores = Array.from({ length: 40 }, normal);
      if (normal() <= gaussianQuantile(scores, 0.1)!) covered++;
    }
    expect(Math.abs(covered / 5_000 - 0.9)).toBeLessThan(0.02);
  });
});

describe('conformal p-values', () => {
  it.each([
    [[1, 2, 3], 0, 1],
    [[1, 2, 3], 2, 3 / 4],
    [[1, 2, 3], 3, 2 / 4],
    [[1, 2, 3], 3.5, 1 / 4],
    [[2, 2, 2], 2, 1],
    [[2, 2, 2], 2.1, 1 / 4],
    [[], 5, 1],
  ])('against %j of %d is %d', (scores, score, p) => {
    expect(conformalPValue(scores, score)).toBe(p);
    expect(smoothedConformalPValue(scores, score, 1)).toBe(p);
  });

  it('are valid on ties: P(p ≤ u) ≤ u, and uniform when smoothed', () => {
    const uniform = seededUniform(9);
    const draw = () => Math.floor(3 * uniform());
    const trials = 8_000;
    const below = { plain: 0, smoothed: 0 };
    for (let trial = 0; trial < trials; trial++) {
      const scores = Array.from({ length: 20 }, draw);
      const score = draw();
      if (conformalPValue(scores, score) <= 0.3) below.plain++;
      if (smoothedConformalPValue(scores, score, uniform()) <= 0.3) below.smoothed++;
    }
    expect(below.plain / trials).toBeLessThan(0.3 + 0.021);
    expect(Math.abs(below.smoothed / trials - 0.3)).toBeLessThan(0.021);
  });

  it('exceed alpha exactly where the score is within the quantile', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(scores, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 99 }), (past, score, percent) => {
        const alpha = percent / 100;
        const quantile = conformalQuantile(past, alpha);
        const p = conformalPValue(past, score);
        fc.pre(Math.abs(p - alpha) > 1e-9);
        expect(p > alpha).toBe(quantile === null || score <= quantile);
      }),
    );
  });

  it('refuse NaN and a u out of range', () => {
    expect(() => conformalPValue([1], NaN)).toThrow(RangeError);
    expect(() => smoothedConformalPValue([1], 1, 1.5)).toThrow('u must be in [0, 1], got 1.5');
  });
});

describe('MondrianConformal', () => {
  const mondrian = new MondrianConformal([1, 2, 3, 10, 20, 30], ['calm', 'calm', 'calm', 'wild', 'wild', 'wild']);

  it('keeps groups apart', () => {
    expect([mondrian.quantile('calm', 0.25), mondrian.quantile('wild', 0.25)]).toEqual([3, 30]);
    expect([mondrian.pValue('calm', 5), mondrian.pValue('wild', 5)]).toEqual([1 / 4, 1]);
  });

  it('promises nothing for a group it has not seen', () => {
    expect(mondrian.quantile('new', 0.5)).toBeNull();
    expect(mondrian.pValue('new', 5)).toBe(1);
  });

  it('refuses columns that do not match', () => {
    expect(() => new MondrianConformal([1], [])).toThrow('scores and groups must have one length');
    expect(() => new MondrianConformal([NaN], ['a'])).toThrow('scores[0] must be a number');
  });

  it('covers every group at its own rate where one quantile for all would not', () => {
    const normal = seededNormal(21);
    const scale: Record<string, number> = { calm: 1, wild: 10 };
    const draw = (group: string) => Math.abs(normal()) * scale[group]!;
    for (const group of ['calm', 'wild']) {
      let covered = 0;
      let pooled = 0;
      for (let trial = 0; trial < 1_500; trial++) {
        const groups = Array.from({ length: 80 }, (_, i) => (i % 2 ? 'calm' : 'wild'));
        const scores = groups.map(draw);
        const fresh = draw(group);
        if (fresh <= new MondrianConformal(scores, groups).quantile(group, 0.1)!) covered++;
        if (fresh <= conformalQuantile(scores, 0.1)!) pooled++;
      }
      expect(covered / 1_500).toBeGreaterThan(0.87);
      expect(covered / 1_500).toBeLessThan(0.95);
      expect(Math.abs(pooled / 1_500 - 0.9)).toBeGreaterThan(0.05);
    }
  });
});

describe('AdaptiveAlpha', () => {
  it('falls on a miss, rises on a hit, and stays in [0, 1]', () => {
    const alpha = new AdaptiveAlpha(0.1, 0.5);
    expect(alpha.alpha).toBe(0.1);
    expect(alpha.update(true)).toBe(0);
    expect(alpha.update(false)).toBeCloseTo(0.05, 15);
    const high = new AdaptiveAlpha(0.9, 1, { alpha: 0.95 });
    expect(high.update(false)).toBe(1);
  });

  it('comes back as it was', () => {
    const alpha = new AdaptiveAlpha(0.1, 0.05);
    alpha.update(true);
    const restored = new AdaptiveAlpha(0.1, 0.05, JSON.parse(JSON.stringify(alpha.exportState())));
    expect(restored.update(false)).toBe(alpha.update(false));
  });

  it.each([
    [0, 0.1, 0.5],
    [1, 0.1, 0.5],
    [0.1, 0, 0.5],
    [0.1, NaN, 0.5],
    [0.1, 0.1, 1.1],
    [0.1, 0.1, NaN],
  ])('refuses target %d, gamma %d, alpha %d', (target, gamma, alpha) => {
    expect(() => new AdaptiveAlpha(target, gamma, { alpha })).toThrow(RangeError);
  });

  it('keeps the long-run miss rate at the target while the scores drift', () => {
    const normal = seededNormal(31);
    const adaptive = new AdaptiveAlpha(0.1, 0.02);
    const window: number[] = [];
    let misses = 0;
    const steps = 6_000;
    for (let step = 0; step < steps; step++) {
      const score = Math.abs(normal()) * (1 + step / 1_000);
      if (window.length === 100) {
        const quantile = conformalQuantile(window, adaptive.alpha);
        const missed = quantile !== null && score > quantile;
        if (missed) misses++;
        adaptive.update(missed);
        window.shift();
      }
      window.push(score);
    }
    expect(Math.abs(misses / (steps - 100) - 0.1)).toBeLessThan(0.01);
  });
});
