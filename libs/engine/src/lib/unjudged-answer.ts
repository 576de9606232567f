import { type PretradeCheckAnswer } from '@aurora/contracts';
import { type Mode } from '@aurora/kernel';

/** Why no guard stands behind an answer: decisions cannot be put on record, or the gate itself failed. */
export type UnjudgedReason = 'audit_unavailable' | 'guard_error:gate';

/** What such an answer says. */
export interface UnjudgedContext {
  readonly reason: UnjudgedReason;
  readonly decisionId: string;
  readonly mode: Mode;
  readonly configHash: string;
  readonly calibrator: string;
}

/** The answer to a request that was not judged. It is a hard gate in every mode: nothing is known about halts. */
export const unjudgedAnswer = ({
  reason,
  decisionId,
  mode,
  configHash,
  calibrator,
}: UnjudgedContext): PretradeCheckAnswer => ({
  allow: false,
  max_qty: 0,
  risk_scale: 1,
  cooldown_ms: 0,
  reason,
  hard_gate: true,
  quotas: { trades_pm_left: null, symbol_exposure_left_usdt: null },
  decision_id: decisionId,
  observability: {
    gate_state: 'BLOCK',
    mode,
    latency_ms: null,
    spread_bps: null,
    slip_bps_est: null,
    a_bps: null,
    b_bps: null,
    score: null,
    fees_bps: 0,
    mode_regime: null,
    reasons: [reason],
    guards: [],
    p_tp: null,
    e_pi_bps: null,
    risk: null,
    trap: null,
    sprt: null,
    icp: null,
    diagnostics: [],
    config_hash: configHash,
    calibrator,
  },
});
