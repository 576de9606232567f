import { configSlice, int, num, optionalInt, optionalNum, type ConfigOf } from '@aurora/kernel';

/** Configuration of the risk guard, reservations and quotas. */
export const riskConfig = configSlice({
  risk: {
    dd_day_pct: optionalNum({
      description:
        'Loss of the day at which openings are denied, in percent of equity; reaching it denies. Unset: guards.daily_dd_limit_pct, else 100.',
      minimum: 0,
      maximum: 100,
      env: ['AURORA_DD_DAY_PCT'],
    }),
    max_concurrent: int({
      description: 'Open positions at which another opening is denied; reaching the number denies.',
      default: 10,
      minimum: 0,
      maximum: 1_000_000,
      env: ['AURORA_MAX_CONCURRENT'],
    }),
    size_scale: num({
      description: 'Factor on every opening, clipped to 0..1; 0 denies all openings.',
      default: 1,
      env: ['AURORA_SIZE_SCALE'],
    }),
    reservation_ttl_ms: int({
      description: 'How long an allowed order holds its exposure when no outcome is reported, in ms.',
      default: 60_000,
      minimum: 1,
      maximum: 86_400_000,
    }),
    max_symbol_exposure_usdt: optionalNum({
      description:
        'Most exposure per symbol (position and reservations), in USDT; an opening is cut to what is left. Unset is off.',
      minimum: 0,
    }),
    max_orders_per_min: optionalInt({
      description:
        'Most orders allowed within any 60 s; the next opening is denied. Exits count but are never denied. Unset is off.',
      minimum: 0,
      maximum: 100_000,
    }),
    equity_usdt: optionalNum({
      description:
        'Equity that turns a PnL reported in USDT into percent. Unset: PnL reported only in USDT is not in the percentage.',
      exclusiveMinimum: 0,
    }),
  },
});

export type RiskConfig = ConfigOf<typeof riskConfig>['risk'];
