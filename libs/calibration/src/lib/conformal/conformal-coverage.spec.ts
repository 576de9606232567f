import { countOf, fewestOf, mostOf } from '../binomial-bound.fixture';
import { seededNormal, seededUniform } from '../seeded-random.fixture';
import { AdaptiveAlpha } from './adaptive-alpha';
import { conformalPValue } from './conformal-p-value';
import { conformalQuantile, GAUSSIAN_BELOW, gaussianQuantile, splitConformalQuantile } from './conformal-quantile';
import { MondrianConformal } from './mondrian-conformal';

// Taken once: inside a test sandbox every look at a global is slow.
const { abs, ceil, exp, floor, log, max, PI, tan } = Math;

const TRIALS = 2_000;

/** Draws n + 1 exchangeable scores; the last is the one to be covered. */
type Scores = (n: number) => number[];

const uniform = seededUniform(7);
const normal = seededNormal(8);
const drawn =
  (draw: () => number): Scores =>
  (n) =>
    Array.from({ length: n + 1 }, draw);

const WORLDS: Readonly<Record<string, Scores>> = {
  'exponential scores': drawn(() => -log(1 - uniform())),
  'scores without a mean': drawn(() => abs(tan(PI * (uniform() - 0.5)))),
  'five values, tied again and again': drawn(() => floor(5 * uniform())),
  'mostly one value': drawn(() => (uniform() < 0.9 ? 0 : uniform())),
  'one value': drawn(() => 1),
  // Not independent: what all share is drawn once.
  'scores that share a shift and a scale': (n) => {
    const [shift, scale] = [10 * normal(), exp(normal())];
    return drawn(() => shift + scale * normal())(n);
  },
  'draws from an urn without putting back': (n) => {
    const urn = Array.from({ length: n + 3 }, (_, i) => i);
    for (let i = urn.length - 1; i > 0; i--) {
      const j = floor(uniform() * (i + 1));
      [urn[i], urn[j]] = [urn[j]!, urn[i]!];
    }
    return urn.slice(0, n + 1);
  },
};
const CONTINUOUS = ['exponential scores', 'scores without a mean', 'scores that share a shift and a scale'];

/** Out of the trials, how often the quantile of the first scores is below the last. */
const misses = (scores: Scores, n: number, quantile: (past: number[]) => number | null) =>
  countOf(TRIALS, () => {
    const past = scores(n);
    const fresh = past.pop()!;
    const bound = quantile(past);
    return bound !== null && fresh > bound;
  });

describe.each(Object.keys(WORLDS))('split conformal prediction over %s', (world) => {
  const scores = WORLDS[world]!;
  it.each([
    [19, 0.05],
    [20, 0.1],
    [50, 0.1],
    [60, 0.3],
    [99, 0.02],
  ])('from %d scores misses no more often than %d', (n, alpha) => {
    const missed = misses(scores, n, (past) => conformalQuantile(past, alpha));
    expect(missed).toBeLessThanOrEqual(mostOf(TRIALS, alpha));
    // Without ties it is wider than it must be by less than one rank.
    if (CONTINUOUS.includes(world)) expect(missed).toBeGreaterThanOrEqual(fewestOf(TRIALS, alpha - 1 / (n + 1)));
  });

  it('gives p-values that are at most u with probability u', () => {
    for (const u of [0.05, 0.1, 0.35, 0.8]) {
      const low = countOf(TRIALS, () => {
        const past = scores(30);
        const fresh = past.pop()!;
        return conformalPValue(past, fresh) <= u;
      });
      expect(low).toBeLessThanOrEqual(mostOf(TRIALS, u));
    }
  });
});

describe('the check itself', () => {
  it('catches a quantile that is one rank too low, as the plain empirical one is', () => {
    const empirical = (past: number[]) => past.sort((a, b) => a - b)[ceil(past.length * 0.9) - 1]!;
    expect(misses(WORLDS['exponential scores']!, 20, empirical)).toBeGreaterThan(mostOf(TRIALS, 0.1));
  });
});

describe('prediction within regimes', () => {
  // A rare, wild regime, a common calm one, and one whose scores are tied.
  const REGIMES: Readonly<Record<string, { readonly share: number; readonly draw: () => number }>> = {
    calm: { share: 0.6, draw: () => abs(normal()) },
    wild: { share: 0.1, draw: () => 10 + 20 * abs(normal()) },
    stuck: { share: 0.3, draw: () => floor(4 * uniform()) },
  };
  const regime = () => {
    const at = uniform();
    return at < 0.6 ? 'calm' : at < 0.7 ? 'wild' : 'stuck';
  };

  it.each(Object.keys(REGIMES))('covers %s at its own rate, where one bound for all does not', (fresh) => {
    const alpha = 0.1;
    let pooledMisses = 0;
    const missed = countOf(1_500, () => {
      const groups = Array.from({ length: 200 }, regime);
      const scores = groups.map((group) => REGIMES[group]!.draw());
      const score = REGIMES[fresh]!.draw();
      if (score > conformalQuantile(scores, alpha)!) pooledMisses++;
      const bound = new MondrianConformal(scores, groups).quantile(fresh, alpha);
      return bound !== null && score > bound;
    });
    expect(missed).toBeLessThanOrEqual(mostOf(1_500, alpha));
    if (fresh === 'wild') expect(pooledMisses).toBeGreaterThan(mostOf(1_500, 0.5));
  });
});

describe('the normal quantile for few scores', () => {
  // P(t of n−1 degrees > z/√(1 + 1/n)) by numerical integration of Student's density: what it misses when scores are normal.
  it.each([
    [5, 0.1, 0.1535],
    [10, 0.1, 0.1264],
    [20, 0.1, 0.1131],
    [49, 0.1, 0.1053],
    [10, 0.05, 0.0756],
    [49, 0.05, 0.055],
  ])('from %d normal scores misses, instead of %d, %d: it promises less than a rank does', (n, alpha, expected) => {
    const missed = misses(drawn(normal), n, (past) => gaussianQuantile(past, alpha));
    expect(missed).toBeLessThanOrEqual(mostOf(TRIALS, expected));
    expect(missed).toBeGreaterThanOrEqual(fewestOf(TRIALS, expected));
  });

  it('keeps its rate on scores with a shorter tail, and gives way to ranks where there are enough', () => {
    const flat = drawn(uniform);
    expect(misses(flat, 20, (past) => splitConformalQuantile(past, 0.05))).toBeLessThanOrEqual(mostOf(TRIALS, 0.05));
    const tailed = drawn(() => exp(1.5 * normal()));
    const ranks = misses(tailed, GAUSSIAN_BELOW, (past) => splitConformalQuantile(past, 0.05));
    expect(ranks).toBeLessThanOrEqual(mostOf(TRIALS, 0.05));
  });
});

describe('adaptive alpha', () => {
  // Gibbs & Candès (2021), proposition 4.1, of an alpha that is not clipped: |misses/T − target| ≤ (max(α₁, 1−α₁) + γ)/(γT).
  const bound = (target: number, gamma: number, steps: number) => (max(target, 1 - target) + gamma) / (gamma * steps);

  it.each<[string, (step: number) => number]>([
    ['that stand still', () => 1],
    ['that grow', (step) => 1 + step / 500],
    ['that jump', (step) => (step % 1_000 < 500 ? 1 : 8)],
    ['that shrink', (step) => 20 * exp(-step / 1_000)],
  ])('keeps the long-run share of misses at its target on scores %s', (_, scale) => {
    const [target, gamma, steps] = [0.1, 0.02, 6_000];
    const adaptive = new AdaptiveAlpha(target, gamma);
    const window: number[] = Array.from({ length: 60 }, () => abs(normal()) * scale(0));
    let [adapted, fixed] = [0, 0];
    for (let step = 0; step < steps; step++) {
      const score = abs(normal()) * scale(step);
      const working = conformalQuantile(window, adaptive.alpha);
      const missed = working !== null && score > working;
      if (missed) adapted++;
      if (score > conformalQuantile(window, target)!) fixed++;
      adaptive.update(missed);
      window.shift();
      window.push(score);
    }
    expect(abs(adapted / steps - target)).toBeLessThanOrEqual(bound(target, gamma, steps));
    expect(abs(adapted / steps - target)).toBeLessThanOrEqual(abs(fixed / steps - target) + 0.005);
  });

  it('does not keep it against one who misses whenever he can: at 0 the clipping forgives what was missed', () => {
    const adaptive = new AdaptiveAlpha(0.2, 0.05);
    const missed = countOf(5_000, () => {
      const canMiss = adaptive.alpha > 0;
      adaptive.update(canMiss);
      return canMiss;
    });
    // At 0 one hit lifts alpha above it, and the next miss brings it back: every other one.
    expect(missed / 5_000).toBeCloseTo(0.5, 2);
  });
});
