import { concernsOf } from './concerns';

type Seen = Parameters<typeof concernsOf>[0];

const READY = {
  config_loaded: true,
  last_event_ts: null,
  halt: false,
  models_loaded: true,
  trading_state: 'ACTIVE' as const,
  event_log_ok: true,
  state_store_ok: true,
};
const WELL: Seen = {
  url: 'http://127.0.0.1:8000',
  checked_at: '2026-11-22T12:00:00.000Z',
  health: 'healthy',
  version: { version: '1', git_revision: null, order_profile: 'er_before_slip' },
  started_at: null,
  mode: 'shadow',
  armed: true,
  trading_state: 'ACTIVE',
  health_state: 'ok',
  guard: { cooloff_left_ms: null, kill_switch_left_ms: null, warns_5m: 0, p95_ms: null },
  decisions_15m: null,
  latency_p99_ms: null,
  event_log: { queue_depth: 0, lost: 0, readiness: READY },
  models: null,
  neutral_symbols: [],
  overlay: null,
  tuner: null,
  risk: null,
  clock_offset_s: null,
  not_shown: [],
};

const counted = (decisions: number, denied: number, reason = 'spread_bps_too_wide') => ({
  minutes: 15,
  decisions,
  allowed: decisions - denied,
  denied,
  deny_rate: denied / decisions,
  denials: denied === 0 ? [] : [{ guard: 'spread', reason, denied, share: 1 }],
});
const log = (change: object) => ({ event_log: { ...WELL.event_log, ...change } });
const guard = (change: object) => ({ guard: { ...WELL.guard!, ...change } });

it.each<[string, Partial<Seen>, string[]]>([
  ['nothing', {}, []],
  ['a warning', { health_state: 'warn' }, []],
  ['what only operators are told', { guard: null, event_log: { queue_depth: null, lost: 0, readiness: null } }, []],
  ['lines lost long ago', log({ lost: 3 }), []],
  ['disarm', { armed: false }, ['disarmed']],
  ['a halt', { health_state: 'halt' }, ['halted']],
  ['a cool-off', { health_state: 'cool_off', ...guard({ cooloff_left_ms: 1 }) }, ['cool_off']],
  ['a cool-off of unknown length', { health_state: 'cool_off', guard: null }, ['cool_off']],
  ['the kill-switch', guard({ kill_switch_left_ms: 0 }), ['kill_switch']],
  ['trading halted', { trading_state: 'HALTED' }, ['trading_halted']],
  ['trading reduced', { trading_state: 'REDUCING' }, ['trading_reducing']],
  ['a log that fails', log({ readiness: { ...READY, event_log_ok: false } }), ['event_log']],
  ['a store that fails', log({ readiness: { ...READY, state_store_ok: false } }), ['state_store']],
  [
    'a gate that is degraded, by a token',
    { health: 'degraded', ...log({ readiness: { ...READY, event_log_ok: false } }) },
    ['event_log'],
  ],
  ['a gate that is degraded, without one', { health: 'degraded', ...log({ readiness: null }) }, ['degraded']],
  ['1000 lines waiting', log({ queue_depth: 1000 }), []],
  ['1001 lines waiting', log({ queue_depth: 1001 }), ['event_queue']],
  ['35 % denied', { decisions_15m: counted(20, 7) }, []],
  ['40 % denied of 20', { decisions_15m: counted(20, 8) }, ['deny_rate']],
  ['all denied of 19', { decisions_15m: counted(19, 19) }, []],
  ['a guard that fails', { decisions_15m: counted(100, 1, 'guard_error') }, ['guard_error']],
  ['50 ms', { latency_p99_ms: 50 }, []],
  ['more than 50 ms', { latency_p99_ms: 50.1 }, ['latency']],
  ['a neutral model', { neutral_symbols: ['BTCUSDT'] }, ['model_neutral']],
  ['a clock a second off', { clock_offset_s: -1 }, []],
  ['a clock further off', { clock_offset_s: -1.1 }, ['clock']],
])('%s', (_, change, codes) => {
  const found = concernsOf({ ...WELL, ...change });
  expect(found.map(({ code }) => code)).toEqual(codes);
  for (const { what, next } of found) expect([what, next].join()).not.toMatch(/undefined|NaN|null/);
});
