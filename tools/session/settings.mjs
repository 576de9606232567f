// How gate and runner are configured in a session: as shipped, but for what makes a session say something in its time.
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';

export const STALE_MS = 2000;

/** Writes the one file both read; sections of `more` replace keys, not whole sections. @returns its path. */
export function writeSettings(folder, symbols, more = {}) {
  const file = join(folder, 'aurora.yaml');
  const settings = settingsOf(folder, symbols);
  for (const [section, keys] of Object.entries(more)) settings[section] = { ...settings[section], ...keys };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(settings, null, 2));
  return file;
}

const settingsOf = (folder, symbols) => ({
  mode: 'shadow',
  symbols,
  aurora: { latency_min_samples: 20, latency_warn_interval_s: 5 },
  trap: { min_history: 30 },
  api: { host: '127.0.0.1' },
  logging: { session_dir: join(folder, 'gate'), durability: 'os' },
  state: { dir: join(folder, 'state') },
  market: { stale_ms: STALE_MS },
});

/**
 * For half an hour: signals come more often than as shipped and positions are held for seconds, so that every stage is
 * passed often; every guard of the gate judges, and a stop that it makes by itself is soon over.
 */
export const LIVELY = {
  runner: { min_score: 0.2, ask_interval_ms: 200, fail_open: true },
  parent_gate: { z_threshold: 0.25, cooloff_s: 1 },
  reward: { expected_net_reward_threshold_bps: -5, ttl_s: 20 },
  sla: { min_edge_after_bps: -5 },
  aurora: { cooloff_base_sec: 5 },
  slippage: { eta_fraction_of_b: 1 },
  risk: { pi_min_bps: -10 },
  guards: { reject_storm_pct: 1, reject_storm_cooldown_s: 5 },
};

/** For seconds: next to nothing holds back an opening, and positions are closed at once, so that every fault meets orders. */
export const EAGER = {
  runner: { min_score: 0, ask_interval_ms: 50, fail_open: true },
  parent_gate: { z_threshold: 0, align_sign: false, cooloff_s: 0, max_spread_bps: 10_000 },
  reward: { expected_net_reward_threshold_bps: -10_000, ttl_s: 1 },
  sla: { max_latency_ms: 600_000, min_edge_after_bps: -10_000 },
  guards: { latency_ms_limit: 60_000, reject_storm_pct: 1, reject_storm_cooldown_s: 1 },
  aurora: { latency_guard_ms: 60_000 },
  pretrade: { order: ['latency', 'health', 'risk', 'spread'] },
};
