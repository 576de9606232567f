import { spreadBpsLimit } from '@aurora/risk';
import { configSlice } from '@aurora/kernel';
import { block, defineGuard, pass } from '../guard';

export const spreadConfig = configSlice({ guards: { spread_bps_limit: spreadBpsLimit } });

const withSpread = (spreadBps: number) => `spread_bps_too_wide:${spreadBps.toFixed(1)}`;

/** Denies an opening when the quoted spread is wider than the limit. Relative to mid, in bps. Exactly at the limit passes. */
export const spreadGuard = defineGuard({
  id: 'spread',
  summary:
    'Denies an opening when the quoted spread is wider than guards.spread_bps_limit (bps of mid); exactly at the limit passes.',
  config: spreadConfig,
  reasons: { spread_bps_too_wide: { summary: 'Quoted spread is above guards.spread_bps_limit.', reason: withSpread } },
  inputs: ['spread_bps'],
  judges: 'openings',
  bind: ({ guards: { spreadBpsLimit: limit } }) => ({
    check: ({ inputs: { spread_bps: spreadBps } }) =>
      // So written that NaN blocks.
      spreadBps <= limit ? pass(spreadBps, limit) : block('spread_bps_too_wide', spreadBps, limit),
  }),
});
