import { countOf, fewestOf, mostOf } from '../binomial-bound.fixture';
import { normalQuantile } from '../normal-distribution';
import { seededNormal } from '../seeded-random.fixture';
import { waldBoundaries } from './sprt-boundaries';
import { sprtGaussian, type SprtDecision, type SprtParams } from './sprt-gaussian';

const TRIALS = 3_000;

/** Wald's test without an end, of the mean 0 against `effect`, in units of sigma. */
const design = (effect: number, alpha: number, beta: number): SprtParams => ({
  mu0: 0,
  mu1: effect,
  sigma: 1,
  maxObs: Number.MAX_SAFE_INTEGER,
  ...waldBoundaries(alpha, beta),
});

/** Runs on fresh samples of a mean until the test decides; what is not used of them stays for the next run. */
function decider(params: SprtParams, mean: number, seed: number) {
  const normal = seededNormal(seed);
  const batch = Math.max(8, Math.ceil(8 / (params.mu1 - params.mu0) ** 2));
  let samples: number[] = [];
  const seen = { samples: 0 };
  const decide = (): SprtDecision => {
    for (;;) {
      const { decision, nObs } = sprtGaussian(params, samples);
      if (decision !== 'CONTINUE') {
        samples = samples.slice(nObs);
        seen.samples += nObs;
        return decision;
      }
      for (let i = 0; i < batch; i++) samples.push(mean + normal());
    }
  };
  return { decide, seen };
}

describe('mostOf and fewestOf', () => {
  it.each([
    // P(X ≤ 9) = 1 − 2⁻¹⁰ ≥ 0.999; P(X ≤ 0) of 0.001 in one trial is 0.999.
    [10, 0.5, 9, 1],
    [1, 0.0009, 0, 0],
    [1, 0.5, 1, 0],
    [3, 0.999, 3, 2],
  ])('of %d at %d are %d and %d', (trials, p, most, fewest) => {
    expect([mostOf(trials, p), fewestOf(trials, p)]).toEqual([most, fewest]);
  });

  it('are some three deviations from the mean when there are many', () => {
    expect(mostOf(10_000, 0.05)).toBeGreaterThan(500 + 3 * Math.sqrt(475));
    expect(mostOf(10_000, 0.05)).toBeLessThan(500 + 3.3 * Math.sqrt(475));
    expect(fewestOf(10_000, 0.05)).toBeLessThan(500 - 2.9 * Math.sqrt(475));
  });
});

describe('the Gaussian test between Wald’s boundaries', () => {
  it.each(
    [
      [0.05, 0.05],
      [0.01, 0.1],
      [0.1, 0.02],
    ].flatMap(([alpha, beta]) => [0.25, 0.5, 1, 2].map((effect) => [alpha!, beta!, effect])),
  )('errs no more often than alpha %d and beta %d at an effect of %d sigma', (alpha, beta, effect) => {
    const params = design(effect, alpha, beta);
    const underNull = decider(params, 0, 101);
    const underEffect = decider(params, effect, 202);
    const falseAccepts = countOf(TRIALS, () => underNull.decide() === 'ACCEPT');
    const falseRejects = countOf(TRIALS, () => underEffect.decide() === 'REJECT');
    expect(falseAccepts).toBeLessThanOrEqual(mostOf(TRIALS, alpha));
    expect(falseRejects).toBeLessThanOrEqual(mostOf(TRIALS, beta));
    // Overshoot makes it the more cautious the larger the effect; without errors at all it would not be this test.
    expect(falseAccepts).toBeGreaterThan(alpha * TRIALS * 0.1);
    expect(falseRejects).toBeGreaterThan(beta * TRIALS * 0.1);
  });

  it('is near its rates, not just below them, where samples say little', () => {
    const { decide } = decider(design(0.15, 0.05, 0.05), 0, 303);
    expect(countOf(TRIALS, () => decide() === 'ACCEPT')).toBeGreaterThan(fewestOf(TRIALS, 0.04));
  });

  it.each([
    ['a worse mean than H0', -0.3, 'ACCEPT', 0.05],
    ['a better mean than H1', 0.9, 'REJECT', 0.1],
  ] as const)('errs less on %s', (_, mean, wrong, rate) => {
    const { decide } = decider(design(0.6, 0.05, 0.1), mean, 404);
    expect(countOf(TRIALS, () => decide() === wrong)).toBeLessThan(fewestOf(TRIALS, rate / 2));
  });

  it.each([0, 0.3])('needs fewer samples on average than one look at a fixed number, at the mean %d', (mean) => {
    const [alpha, beta, effect] = [0.05, 0.05, 0.3];
    const { decide, seen } = decider(design(effect, alpha, beta), mean, 505);
    countOf(TRIALS, () => decide() === 'ACCEPT');
    const fixed = ((normalQuantile(1 - alpha) + normalQuantile(1 - beta)) / effect) ** 2;
    expect(seen.samples / TRIALS).toBeLessThan(0.6 * fixed);
  });

  it('would be caught erring: looking again and again at one fixed limit breaks its rate', () => {
    const normal = seededNormal(606);
    const limit = normalQuantile(0.95);
    const peeks = countOf(TRIALS, () => {
      let sum = 0;
      for (let n = 1; n <= 10; n++) if ((sum += normal()) / Math.sqrt(n) >= limit) return true;
      return false;
    });
    expect(peeks).toBeGreaterThan(mostOf(TRIALS, 0.05));
  });
});
