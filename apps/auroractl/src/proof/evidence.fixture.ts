import type { Evidence, EventGlance } from './proof-document';

const EVENT: EventGlance = { ts: '2026-01-01T00:00:00.000Z', event_code: 'ORDER.FILL' };

/** Evidence to which nothing is missing. */
export const COMPLETE: Evidence = {
  who: 'auroractl 1.0.0 on here',
  ts: '2026-01-01T00:00:01.000Z',
  processes: {
    api: { health: true, metrics: true, trading_state: 'active' },
    runner: { up: true, pid: 7, ws_tcp: [{ local: '127.0.0.1:5', remote: '127.0.0.1:9' }], fresh_frames: 3 },
    optuna: { running: true, pid: 8 },
  },
  overlay_active: { symbols: ['SOLUSDT', 'SOONUSDT'], z_threshold: 0.75, enr_threshold_bps: 0, triage: false },
  xai_tail: { model: [EVENT], enr_gate: [EVENT], parent_gate: [EVENT], policy_decision: [EVENT], orders: [EVENT] },
  sli: { deny_rate_15m: 0, latency_p99_ms: 1.5, ece: null, cvar95_min: null },
  optuna: { heartbeat_ok: true, param_tail: [EVENT] },
  session_dir: '/proof/1',
  took_s: 12.3,
};
