import { configSlice, flag, int, num, optionalNum } from '@aurora/kernel';

/** Keys of the sequential test that looks at the order's recent samples. */
export const sprtConfig = configSlice({
  sprt: {
    enabled: flag({
      description: 'Runs the sequential test; off means the sprt guard is left out.',
      default: true,
      env: ['AURORA_SPRT_ENABLED'],
    }),
    timeout_ms: num({
      description: 'Longest run of one test in ms; after it the answer is CONTINUE.',
      default: 500,
      exclusiveMinimum: 0,
      maximum: 60_000,
      env: ['AURORA_SPRT_TIMEOUT_MS'],
    }),
    alpha: optionalNum({
      description:
        'Probability of accepting an edge that is not there. With beta it gives A and B, unless the environment sets A or B.',
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      env: ['AURORA_SPRT_ALPHA'],
    }),
    beta: optionalNum({
      description: 'Probability of rejecting an edge that is there. Given together with alpha; their sum is below 1.',
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      env: ['AURORA_SPRT_BETA'],
    }),
    sigma: num({
      description: 'Known standard deviation of one sample, in the unit of the samples.',
      default: 1,
      exclusiveMinimum: 0,
      maximum: 1e9,
      env: ['AURORA_SPRT_SIGMA'],
    }),
    A: num({
      description: 'Upper boundary of the log likelihood ratio; reaching it accepts the edge.',
      default: 2,
      minimum: 0,
      maximum: 100,
      env: ['AURORA_SPRT_A'],
    }),
    B: num({
      description: 'Lower boundary of the log likelihood ratio; reaching it rejects the order.',
      default: -2,
      minimum: -100,
      maximum: 0,
      env: ['AURORA_SPRT_B'],
    }),
    max_obs: int({
      description: 'Samples after which the sign of the ratio decides; 0 or more accepts.',
      default: 10,
      minimum: 1,
      maximum: 100_000,
      env: ['AURORA_SPRT_MAX_OBS'],
    }),
  },
});
