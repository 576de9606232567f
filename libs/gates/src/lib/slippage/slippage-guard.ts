import { configSlice, num } from '@aurora/kernel';
import { block, defineGuard, pass } from '../guard';

export const slippageConfig = configSlice({
  slippage: {
    eta_fraction_of_b: num({
      description:
        'Largest share of the expected gain b_bps that estimated slippage may take; exactly at the share passes.',
      default: 0.3,
      minimum: 0,
      maximum: 1,
      env: ['AURORA_SLIP_ETA'],
    }),
  },
});

/** Denies an opening whose estimated slippage takes more than eta of the expected gain, both in bps. Without a gain it passes, and says so. */
export const slippageGuard = defineGuard({
  id: 'slippage',
  summary:
    'Denies an opening when slip_bps_est is above slippage.eta_fraction_of_b × b_bps (bps); exactly at the limit passes.',
  config: slippageConfig,
  reasons: {
    slippage_guard: {
      summary: 'Estimated slippage takes more than slippage.eta_fraction_of_b of the expected gain.',
      note: (value, limit) => `slippage_guard_exceeded:${value.toFixed(2)}>${limit.toFixed(2)}`,
    },
  },
  inputs: ['slip_bps_est'],
  judges: 'openings',
  bind: ({ slippage: { etaFractionOfB } }) => ({
    check: ({ inputs: { slip_bps_est: slipBps, b_bps: bBps }, found }) => {
      if (bBps <= 0) {
        found.notes.push('slippage_guard_skipped_no_b');
        return pass(slipBps);
      }
      const limit = etaFractionOfB * bBps;
      // So written that NaN blocks.
      return slipBps <= limit ? pass(slipBps, limit) : block('slippage_guard', slipBps, limit);
    },
  }),
});
