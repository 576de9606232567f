import fc from 'fast-check';
import { ORDERED_GUARD_IDS } from '@aurora/gates';
import { type Sections } from '../session.fixture';

/** Settings of one key, from the loosest to the tightest: a later one never allows what an earlier one blocks. */
type Ladder = readonly unknown[];

/**
 * Every key that has a tighter direction. `null` is unset. Drawdown limits are compared without their sign; an unset
 * `guards.daily_dd_limit_pct` is 10, an unset `risk.dd_day_pct` is that limit and is not on the ladder.
 */
export const LADDERS: Readonly<Record<string, Ladder>> = {
  mode: ['shadow', 'paper', 'testnet', 'live'],
  'pretrade.order': [...ORDERED_GUARD_IDS.map((_, count) => ORDERED_GUARD_IDS.slice(0, count)), ORDERED_GUARD_IDS],
  'pretrade.missing_input': ['lenient', 'by_mode', 'deny'],
  'guards.latency_ms_limit': [600_000, 500, 25, 10, 0],
  'guards.spread_bps_limit': [10_000, 80, 15, 5, 0],
  'guards.vol_guard_std_bps': [100_000, 300, 150, 50, 0],
  'guards.max_concurrent_positions': [1_000_000, 999, 5, 1, 0],
  'guards.daily_dd_limit_pct': [100, -50, null, 5, -2, 0],
  'guards.cvar_limit': [0, 50, -2, 1, 0.1],
  'guards.cvar_alpha': [1, 0.5, 0.1, 0.01],
  'guards.reject_storm_min_total': [4096, 10, 2, 1],
  'guards.reject_storm_pct': [1, 0.5, 0.1],
  'guards.reject_storm_cooldown_s': [0, 5, 60, 86_400],
  'guards.trap_guard_enabled': [false, true],
  'trap.z_threshold': [100, 4, 1.64, 0.5, 0],
  'trap.cancel_pctl': [100, 90, 50, 0],
  'trap.score_threshold': [1, 0.8, 0.4, 0],
  'trap.min_history': [240, 5, 2, 0],
  'trap.scale_floor_rel': [1, 0.1, 0],
  'slippage.eta_fraction_of_b': [1, 0.3, 0.03, 0],
  'sprt.enabled': [false, true],
  'sprt.timeout_ms': [0.00005, 500],
  'sprt.A': [0.1, 1, 2, 100],
  'sprt.B': [-100, -2, -0.5, 0],
  'aurora.latency_guard_ms': [600_000, 30, 20, 5],
  'aurora.cooloff_base_sec': [0, 1, 120],
  'aurora.halt_threshold_repeats': [1000, 5, 2, 1],
  'aurora.latency_min_samples': [1_000_000, 20, 3, 1],
  'aurora.latency_warn_interval_s': [300, 5, 0],
  'aurora.cooldown_after_close_ms': [0, 4_000, 86_400_000],
  'aurora.min_open_interval_ms': [0, 500, 86_400_000],
  'risk.dd_day_pct': [100, 10, 5, 1, 0],
  'risk.max_concurrent': [1_000_000, 10, 3, 0],
  'risk.size_scale': [2, 1, 0.5, 0.01, 0, -1],
  'risk.reservation_ttl_ms': [1, 20_000, 60_000, 86_400_000],
  'risk.max_symbol_exposure_usdt': [null, 1_000_000, 20_000, 500, 0],
  'risk.max_orders_per_min': [null, 100, 4, 1, 0],
  'risk.pi_min_bps': [-10_000, 2, 12, 24, 10_000],
};

/** Keys of one guard that only together can block: one is tried while the others are at work. */
export const TOGETHER = {
  health: [
    'aurora.latency_guard_ms',
    'aurora.cooloff_base_sec',
    'aurora.halt_threshold_repeats',
    'aurora.latency_min_samples',
    'aurora.latency_warn_interval_s',
  ],
  storm: ['guards.reject_storm_min_total', 'guards.reject_storm_pct', 'guards.reject_storm_cooldown_s'],
  cvar: ['guards.cvar_limit', 'guards.cvar_alpha'],
  trap: [
    'guards.trap_guard_enabled',
    'trap.z_threshold',
    'trap.cancel_pctl',
    'trap.score_threshold',
    'trap.min_history',
    'trap.scale_floor_rel',
  ],
  sprt: ['sprt.enabled', 'sprt.timeout_ms', 'sprt.A', 'sprt.B'],
  caps: [
    'risk.size_scale',
    'risk.reservation_ttl_ms',
    'risk.max_symbol_exposure_usdt',
    'risk.max_orders_per_min',
    'aurora.min_open_interval_ms',
  ],
} as const;

/** The key with those it needs. */
export const withCompanions = (path: string): readonly string[] =>
  Object.values<readonly string[]>(TOGETHER).find((paths) => paths.includes(path)) ?? [path];

/** Settings that change what is reported, never whether an order may go nor how large. */
export const INDIFFERENT: Readonly<Record<string, readonly [unknown, unknown]>> = {
  'pretrade.order_profile': ['er_before_slip', 'slip_before_er'],
  'pretrade.evaluate': ['first_deny', 'all'],
  'pretrade.idempotency_ttl_ms': [0, 60_000],
  'pretrade.idempotency_max_keys': [1, 100_000],
  'trap.levels': [1, 5],
  'icp.observe': [false, true],
  'aurora.min_position_hold_ms': [0, 86_400_000],
};

/** Keys that have no tighter direction, and why. */
export const BOTH_WAYS: Readonly<Record<string, string>> = {
  'guards.reject_storm_window_s': 'a longer window holds more rejects and more of the fills that dilute them',
  'trap.window_s': 'rates scale with it, and so does what the history of a symbol is compared with',
  'sprt.alpha': 'moves both boundaries: fewer false accepts, fewer rejects',
  'sprt.beta': 'moves both boundaries: more rejects, earlier accepts',
  'sprt.sigma': 'a smaller sigma lets the same samples accept sooner and reject sooner',
  'sprt.max_obs': 'a later end leaves more time to be rejected and to be accepted',
  'aurora.latency_window_sec': 'a longer window remembers slow requests and fast ones',
  'risk.equity_usdt': 'a smaller equity makes losses in USDT weigh more, and gains',
};

/** Places on ladders; every ladder that is not named is at its loosest. */
export type Setting = Readonly<Record<string, number>>;

const LOOSEST: Setting = Object.fromEntries(Object.keys(LADDERS).map((path) => [path, 0]));
const tightestOf = (path: string): number => LADDERS[path]!.length - 1;
/** All guards judge unless a setting says otherwise: the limits decide which of them can block. */
export const ALL_GUARDS: Setting = { 'pretrade.order': tightestOf('pretrade.order') };
const TOKENS = { ops_token: 'ops-token-of-a-test-only', api_token: 'api-token-of-a-test' };

/** A setting as sections stand in YAML, with other keys beside it. Tokens are there so that live mode loads. */
export function configured(setting: Setting, others: Readonly<Record<string, unknown>> = {}): Sections {
  const places = Object.entries({ ...LOOSEST, ...ALL_GUARDS, ...setting });
  const values = { ...Object.fromEntries(places.map(([path, place]) => [path, LADDERS[path]![place]])), ...others };
  const sections: Record<string, unknown> = { mode: values['mode'], security: TOKENS };
  for (const [path, value] of Object.entries(values)) {
    const [section, key] = path.split('.') as [string, string?];
    // Unless an order is written down, the profile has a say in it.
    const isDefault = value === ORDERED_GUARD_IDS;
    if (key !== undefined && !isDefault)
      sections[section] = { ...(sections[section] as object | undefined), [key]: value };
  }
  return sections;
}

interface SettingOptions {
  /** Keys that stay at these places. */
  readonly fixed?: Setting;
  /** How many of the other keys are tightened at most; of many guards at work, one hides the others. */
  readonly tight?: number;
}

/** Few limits at work and the others wide open. */
export function settings({ fixed = {}, tight = 4 }: SettingOptions = {}): fc.Arbitrary<Setting> {
  const free = Object.keys(LADDERS).filter((path) => !(path in fixed));
  return fc
    .subarray(free, { maxLength: tight })
    .chain(settingsOf)
    .map((places) => ({ ...fixed, ...places }));
}

/** Any places on these ladders. */
export const settingsOf = (paths: readonly string[]): fc.Arbitrary<Setting> =>
  fc.record(Object.fromEntries(paths.map((path) => [path, fc.nat(tightestOf(path))])));

/** A setting and one that is as tight or tighter at every key. */
export const tightenings = (options: SettingOptions = {}): fc.Arbitrary<readonly [loose: Setting, tight: Setting]> =>
  fc.tuple(settings(options), settings({ ...options, tight: 3 })).map(([loose, other]) => {
    const places = { ...LOOSEST, ...ALL_GUARDS, ...loose };
    const tighter = Object.entries(other).filter(([path, place]) => place > places[path]!);
    return [loose, { ...loose, ...Object.fromEntries(tighter) }];
  });
