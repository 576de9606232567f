/**
 * Settings under which every guard is asked and every order allowed; `durability` as in `logging.durability`. Nobody
 * settles the reservations of a pure load of checks, so they are given two seconds: some ten thousand stand open. No log
 * is rotated meanwhile: compressing goes on for long at a tenth of a core, and would fall into the rounds of others.
 */
export const busyDay = (durability) => ({
  mode: 'shadow',
  pretrade: { order_profile: 'er_before_slip' },
  aurora: { latency_min_samples: 20, latency_warn_interval_s: 5 },
  trap: { min_history: 30, z_threshold: 100, score_threshold: 1 },
  risk: { max_symbol_exposure_usdt: 1e14, equity_usdt: 1e6, max_concurrent: 1000, reservation_ttl_ms: 2000 },
  guards: { cvar_limit: 90 },
  logging: { durability, rotate_mb: 4096 },
});
