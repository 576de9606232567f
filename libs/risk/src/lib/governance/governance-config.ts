import { configSlice, int, num, optionalNum, type ConfigOf } from '@aurora/kernel';

/** `guards.spread_bps_limit`, shared by the spread guard and governance. */
export const spreadBpsLimit = num({
  description: 'Widest quoted spread at which an order may go, in bps of mid; exactly at the limit passes.',
  default: 80,
  minimum: 0,
  maximum: 10_000,
  env: ['AURORA_SPREAD_BPS_LIMIT', 'AURORA_SPREAD_MAX_BPS'],
});

/** `guards.latency_ms_limit`, shared by the latency guard and governance. */
export const latencyMsLimit = num({
  description: 'Highest latency at which an order may go, in ms; exactly at the limit passes.',
  default: 500,
  minimum: 0,
  maximum: 600_000,
  env: ['AURORA_LMAX_MS', 'AURORA_LATENCY_MS_LIMIT'],
});

/** `guards.daily_dd_limit_pct`: governance reads unset as 10, the risk guard falls back to it. */
export const dailyDdLimitPct = optionalNum({
  description:
    'Loss of the day beyond which governance denies, in percent of equity; exactly at the limit passes. The sign does not matter. Unset: 10. Stands in for risk.dd_day_pct where that is unset.',
  minimum: -100,
  maximum: 100,
});

/** Configuration of governance, the last word of the pipeline. */
export const governanceConfig = configSlice({
  guards: {
    reject_storm_window_s: num({
      description: 'Length of the window in which order outcomes are counted for the kill-switch, in seconds.',
      default: 60,
      exclusiveMinimum: 0,
      maximum: 3600,
    }),
    reject_storm_min_total: int({
      description: 'Order outcomes the window must hold before the kill-switch judges their reject rate.',
      default: 10,
      minimum: 1,
      maximum: 4096,
    }),
    reject_storm_pct: num({
      description: 'Reject rate that trips the kill-switch, as a fraction of all outcomes; exactly at the limit trips.',
      default: 0.5,
      exclusiveMinimum: 0,
      maximum: 1,
    }),
    reject_storm_cooldown_s: num({
      description: 'How long the kill-switch halts after its latest trip, in seconds.',
      default: 60,
      minimum: 0,
      maximum: 86_400,
    }),
    daily_dd_limit_pct: dailyDdLimitPct,
    cvar_alpha: num({
      description: 'Tail of the realised returns that CVaR averages, as a fraction.',
      default: 0.1,
      exclusiveMinimum: 0,
      maximum: 1,
    }),
    cvar_limit: num({
      description:
        'Loss of CVaR beyond which governance denies, in the unit of the returns; exactly at the limit passes. The sign does not matter. 0 is off.',
      default: 0,
      minimum: -100,
      maximum: 100,
    }),
    spread_bps_limit: spreadBpsLimit,
    latency_ms_limit: latencyMsLimit,
    vol_guard_std_bps: num({
      description:
        'Highest standard deviation of returns at which an order may go, in bps; exactly at the limit passes.',
      default: 300,
      minimum: 0,
      maximum: 100_000,
      env: ['AURORA_VOL_GUARD_STD_BPS'],
    }),
    max_concurrent_positions: int({
      description: 'Open positions at which governance denies another order; reaching the number denies.',
      default: 999,
      minimum: 0,
      maximum: 1_000_000,
    }),
  },
});

export type GovernanceConfig = ConfigOf<typeof governanceConfig>['guards'];
