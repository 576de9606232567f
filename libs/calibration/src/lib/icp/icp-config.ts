import { configSlice, flag } from '@aurora/kernel';

/** Key of the observed, never blocking, conformal error rate. */
export const icpConfig = configSlice({
  icp: {
    observe: flag({
      description: 'Adds the conformal error rate of the moment to the answer; it blocks nothing.',
      default: false,
      env: ['AURORA_ICP_OBS'],
    }),
  },
});
