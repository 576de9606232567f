/** Settings under which every guard is asked and every order allowed; `durability` as in `logging.durability`. */
export const busyDay = (durability) => ({
  mode: 'shadow',
  pretrade: { order_profile: 'er_before_slip' },
  aurora: { latency_min_samples: 20, latency_warn_interval_s: 5 },
  trap: { min_history: 30, z_threshold: 100, score_threshold: 1 },
  risk: { max_symbol_exposure_usdt: 1e14, equity_usdt: 1e6 },
  guards: { cvar_limit: 90 },
  logging: { durability, async_queue_max: 1_000_000 },
});
