import { normalised, type NormalisedReason } from './normalised-reason';

/** The reason codes of the gate in normalised form; the README renders this table. */
export const GATE_REASONS: readonly NormalisedReason[] = [
  normalised('cooldown_after_close_active', 'anti_churn', 'soft', 'wait'),
  normalised('open_rate_limit', 'anti_churn', 'soft', 'wait'),
  normalised('position_min_hold_active', 'anti_churn', 'soft', 'wait'),
  normalised('opposite_side_block', 'anti_churn', 'hard', 'drop'),
  normalised('latency_guard', 'latency', 'soft', 'wait'),
  normalised('latency_disarmed', 'health', 'hard', 'operator'),
  normalised('latency_halt', 'health', 'hard', 'operator'),
  normalised('latency_cooloff', 'health', 'soft', 'wait'),
  normalised('trap_guard_score', 'trap', 'soft', 'drop'),
  normalised('trap_guard', 'trap', 'soft', 'drop'),
  normalised('expected_return_gate', 'expected_return', 'soft', 'drop'),
  normalised('slippage_guard', 'slippage', 'soft', 'drop'),
  normalised('risk_size_scale_zero', 'risk', 'hard', 'operator'),
  normalised('risk_dd_day_cap', 'risk', 'hard', 'operator'),
  normalised('risk_max_concurrent', 'risk', 'soft', 'wait'),
  normalised('risk_notional_too_small', 'risk', 'hard', 'amend'),
  normalised('risk_symbol_exposure', 'risk', 'soft', 'wait'),
  normalised('risk_orders_per_min', 'risk', 'soft', 'wait'),
  normalised('sprt_reject', 'sprt', 'soft', 'drop'),
  normalised('spread_bps_too_wide', 'spread', 'soft', 'wait'),
  normalised('AURORA.HALT', 'governance', 'soft', 'wait'),
  normalised('RISK.DENY.DRAWDOWN', 'governance', 'hard', 'operator'),
  normalised('RISK.DENY.CVAR', 'governance', 'hard', 'operator'),
  normalised('RISK.DENY.POS_LIMIT', 'governance', 'soft', 'wait'),
  normalised('SPREAD_GUARD_TRIP', 'governance', 'soft', 'wait'),
  normalised('LATENCY_GUARD_TRIP', 'governance', 'soft', 'wait'),
  normalised('VOLATILITY_GUARD_TRIP', 'governance', 'soft', 'wait'),
  normalised('TRADING.HALTED', 'governance', 'hard', 'operator'),
  normalised('TRADING.REDUCING', 'governance', 'hard', 'operator'),
  normalised('DQ_EVENT.STALE_BOOK', 'data_quality', 'soft', 'wait'),
  normalised('DQ_EVENT.CROSSED_BOOK', 'data_quality', 'soft', 'wait'),
  normalised('DQ_EVENT.ABNORMAL_SPREAD', 'data_quality', 'soft', 'wait'),
  normalised('DQ_EVENT.CYCLIC_SEQUENCE', 'data_quality', 'soft', 'wait'),
  normalised('missing_input', 'input', 'hard', 'amend'),
  normalised('guard_error', 'system', 'hard', 'operator'),
  normalised('audit_unavailable', 'system', 'soft', 'wait'),
];

const BY_CODE: ReadonlyMap<string, NormalisedReason> = new Map(GATE_REASONS.map((reason) => [reason.code, reason]));

/** The code of a gate reason without what follows it: `spread_bps_too_wide:91.2` is `spread_bps_too_wide`. */
export function gateCode(reason: string): string {
  const colon = reason.indexOf(':');
  return colon === -1 ? reason : reason.slice(0, colon);
}

/** Normalises a reason of the gate. A code outside the table keeps its name in class `risk` (`risk_…`) or `unknown`, hard, for an operator. */
export function normaliseGateReason(reason: string): NormalisedReason {
  const code = gateCode(reason);
  return BY_CODE.get(code) ?? normalised(code, code.startsWith('risk_') ? 'risk' : 'unknown', 'hard', 'operator');
}
