import { resolveSprtBoundaries, sprtConfig, sprtGaussian } from '@aurora/calibration';
import { block, defineGuard, pass, SKIP } from '../guard';

/**
 * Observations that surely fit into one millisecond. The time budget of the test is spent in observations, so that
 * the same request gives the same answer on every machine.
 */
export const OBSERVATIONS_PER_MS = 20_000;

/**
 * Denies an opening when the sequential test of its recent returns (H0 mean 0, H1 mean = score, known sigma) rejects the
 * claimed score. No samples: not judged. A score of 0, also one read so, makes both hypotheses one and rejects nothing.
 */
export const sprtGuard = defineGuard({
  id: 'sprt',
  summary:
    'Denies an opening when a sequential probability ratio test on sprt_samples accepts "no edge" against the claimed score.',
  config: sprtConfig,
  reasons: { sprt_reject: { summary: 'The sequential test of the recent samples rejected the claimed score.' } },
  inputs: [],
  judges: 'openings',
  bind: ({ sprt: config }) => {
    const { a, b } = resolveSprtBoundaries(config, { a: false, b: false });
    const { enabled, sigma, maxObs } = config;
    const budget = Math.floor(config.timeoutMs * OBSERVATIONS_PER_MS);
    const params = { mu0: 0, mu1: 0, sigma, a, b, maxObs };
    return {
      check: ({ request: { market }, inputs, found }) => {
        const given = market.sprtSamples;
        if (!enabled || given == null) return SKIP;
        const samples = given.length > budget ? given.slice(0, budget) : given;
        params.mu1 = inputs.score;
        const test = sprtGaussian(params, samples);
        found.sprt = test;
        if (test.decision === 'REJECT') return block('sprt_reject', test.llr, b);
        found.notes.push(test.decision === 'ACCEPT' ? 'sprt_accept' : 'sprt_continue');
        return pass(test.llr, a);
      },
    };
  },
});
