import { resolveSprtBoundaries, sprtConfig, sprtGaussian } from '@aurora/calibration';
import { block, defineGuard, pass, SKIP } from '../guard';

/**
 * Observations that surely fit into one millisecond. The time budget of the test is spent in observations, so that
 * the same request gives the same answer on every machine.
 */
export const OBSERVATIONS_PER_MS = 20_000;

/** Denies an opening when the sequential test of its recent returns rejects the claimed score. No samples: not judged. */
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
    const budget = config.timeoutMs * OBSERVATIONS_PER_MS;
    return {
      check: ({ request: { market }, inputs, found }) => {
        if (!config.enabled || market.sprtSamples === undefined) return SKIP;
        const samples = market.sprtSamples.length > budget ? market.sprtSamples.slice(0, budget) : market.sprtSamples;
        const test = sprtGaussian(
          { mu0: 0, mu1: inputs.score, sigma: config.sigma, a, b, maxObs: config.maxObs },
          samples,
        );
        found.sprt = test;
        if (test.decision === 'REJECT') return block('sprt_reject', test.llr, b);
        found.notes.push(test.decision === 'ACCEPT' ? 'sprt_accept' : 'sprt_continue');
        return pass(test.llr, a);
      },
    };
  },
});
