import fc from 'fast-check';
import { seededNormal } from '../seeded-random.fixture';
import { waldBoundaries } from './sprt-boundaries';
import { sprtGaussian, sprtGaussianInto, type SprtParams, type SprtResult } from './sprt-gaussian';
import { SPRT_CASES } from './sprt.fixture';

const params: SprtParams = { mu0: 0, mu1: 1, sigma: 1, a: 2, b: -2, maxObs: 10 };

describe('sprtGaussian', () => {
  it.each(SPRT_CASES)('agrees with the reference on $id', ({ input, expected }) => {
    const { mu0, mu1, sigma, maxObs, samples, bounds } = input;
    expect(sprtGaussian({ mu0, mu1, sigma, maxObs, ...bounds }, samples)).toEqual({
      ...expected,
      llr: expect.closeTo(expected.llr, 12),
    });
  });

  it.each<[Partial<SprtParams>, number[], SprtResult]>([
    [{}, [], { decision: 'CONTINUE', llr: 0, nObs: 0 }],
    [{}, [2.5, 9], { decision: 'ACCEPT', llr: 2, nObs: 1 }],
    [{}, [2.4375], { decision: 'CONTINUE', llr: 1.9375, nObs: 1 }],
    [{}, [-1.5, 9], { decision: 'REJECT', llr: -2, nObs: 1 }],
    [{}, [-1.4375], { decision: 'CONTINUE', llr: -1.9375, nObs: 1 }],
    [{ maxObs: 2 }, [0.5, 0.5, 9], { decision: 'ACCEPT', llr: 0, nObs: 2 }],
    [{ maxObs: 2 }, [0.5, 0.4375], { decision: 'REJECT', llr: -0.0625, nObs: 2 }],
    [{ maxObs: 3 }, [0.5, 0.4375], { decision: 'CONTINUE', llr: -0.0625, nObs: 2 }],
    [{ mu1: 0, maxObs: 2 }, [9, 9], { decision: 'ACCEPT', llr: 0, nObs: 2 }],
    [{ a: 0, b: 0 }, [0.5], { decision: 'ACCEPT', llr: 0, nObs: 1 }],
    [{ mu1: -1 }, [-2.5], { decision: 'ACCEPT', llr: 2, nObs: 1 }],
    [{ mu1: -0 }, [1], { decision: 'CONTINUE', llr: 0, nObs: 1 }],
  ])('%j over %j', (change, samples, expected) => {
    expect(sprtGaussian({ ...params, ...change }, samples)).toEqual(expected);
  });

  it.each<[Partial<SprtParams>, string]>([
    [{ sigma: 0 }, 'sigma must be positive and finite, got 0'],
    [{ sigma: -0 }, 'sigma must be positive'],
    [{ sigma: -1 }, 'sigma must be positive and finite, got -1'],
    [{ sigma: NaN }, 'sigma must be positive'],
    [{ sigma: Infinity }, 'sigma must be positive'],
    [{ mu0: NaN }, 'mu0 must be finite'],
    [{ mu1: NaN }, 'mu1 must be finite'],
    [{ a: NaN }, 'a must be finite'],
    [{ b: -Infinity }, 'b must be finite'],
    [{ maxObs: 0 }, 'maxObs must be an integer ≥ 1, got 0'],
    [{ maxObs: 1.5 }, 'maxObs must be an integer'],
  ])('refuses %j, samples or not', (change, message) => {
    expect(() => sprtGaussian({ ...params, ...change }, [])).toThrow(message);
  });

  it.each([NaN, Infinity, 1e300])('refuses the sample %d', (sample) => {
    expect(() => sprtGaussian(params, [0.5, sample])).toThrow('sample 1 makes the likelihood ratio NaN');
  });

  it('stops with CONTINUE when told to, before the next sample', () => {
    let left = 2;
    const result = sprtGaussian(params, [0.5, 0.5, 9], () => left-- === 0);
    expect(result).toEqual({ decision: 'CONTINUE', llr: 0, nObs: 2 });
  });

  it('forgets what stood in the result object', () => {
    const result: SprtResult = { decision: 'REJECT', llr: -9, nObs: 7 };
    expect(sprtGaussianInto(result, params, [2.5])).toBe(result);
    expect(result).toEqual({ decision: 'ACCEPT', llr: 2, nObs: 1 });
  });

  it('never looks past the decision', () => {
    const samples = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(samples, (xs) => {
        const result = sprtGaussian(params, xs);
        expect(result.nObs).toBeLessThanOrEqual(Math.min(10, xs.length));
        expect(sprtGaussian(params, xs.slice(0, result.nObs))).toEqual(result);
        if (result.decision === 'CONTINUE') expect(result.nObs).toBe(xs.length);
      }),
    );
  });
});

describe('error rates of the sequential test', () => {
  it.each([
    [0.05, 0.05, 0.5],
    [0.05, 0.2, 0.5],
    [0.01, 0.1, 1],
  ])('stay within Wald’s bounds at alpha %d, beta %d, mean %d', (alpha, beta, mu1) => {
    const normal = seededNormal(41);
    const design = { mu0: 0, mu1, sigma: 2, maxObs: 100_000, ...waldBoundaries(alpha, beta) };
    const trials = 4_000;
    const rateOf = (mean: number, decision: string) => {
      let count = 0;
      for (let trial = 0; trial < trials; trial++) if (runOn(design, () => mean + 2 * normal()) === decision) count++;
      return count / trials;
    };
    const falseAccepts = rateOf(0, 'ACCEPT');
    const falseRejects = rateOf(mu1, 'REJECT');
    const noise = (rate: number) => 4 * Math.sqrt(rate / trials);
    expect(falseAccepts).toBeLessThan(alpha / (1 - beta) + noise(alpha));
    expect(falseRejects).toBeLessThan(beta / (1 - alpha) + noise(beta));
    expect(falseAccepts).toBeGreaterThan(alpha / 4);
    expect(falseRejects).toBeGreaterThan(beta / 4);
  });
});

/** Draws in batches until the test decides. */
function runOn(design: SprtParams, draw: () => number): string {
  const samples: number[] = [];
  for (;;) {
    for (let i = 0; i < 50; i++) samples.push(draw());
    const { decision } = sprtGaussian(design, samples);
    if (decision !== 'CONTINUE') return decision;
  }
}
