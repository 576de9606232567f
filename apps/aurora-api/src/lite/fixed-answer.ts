import { type PretradeCheckAnswer, type PretradeCheckRequest } from '@aurora/contracts';
import { type Mode } from '@aurora/kernel';

/** What differs from one answer to the next. */
export interface AnswerContext {
  readonly decisionId: string;
  readonly mode: Mode;
  readonly configHash: string;
  readonly unknownFields: readonly string[];
}

const asksForDenial = ({ symbol, client_order_id: id }: PretradeCheckRequest['order']): boolean =>
  /deny/i.test(symbol) || /deny/i.test(id ?? '');

/** Allows every order whole, whatever its numbers, except one whose symbol or client_order_id has DENY in it. No guard is asked. */
export function fixedAnswer(request: PretradeCheckRequest, context: AnswerContext): PretradeCheckAnswer {
  const { order, market, fees_bps: feesBps } = request;
  const denied = asksForDenial(order);
  return {
    allow: !denied,
    max_qty: denied ? 0 : order.qty,
    risk_scale: 1,
    cooldown_ms: 0,
    reason: denied ? 'expected_return_gate' : 'ok',
    hard_gate: false,
    quotas: { trades_pm_left: null, symbol_exposure_left_usdt: null },
    decision_id: context.decisionId,
    observability: {
      gate_state: denied ? 'BLOCK' : 'PASS',
      mode: context.mode,
      latency_ms: market?.latency_ms ?? null,
      spread_bps: market?.spread_bps ?? null,
      slip_bps_est: market?.slip_bps_est ?? null,
      a_bps: market?.a_bps ?? null,
      b_bps: market?.b_bps ?? null,
      score: market?.score ?? null,
      fees_bps: feesBps ?? 0,
      mode_regime: market?.mode_regime ?? null,
      reasons: denied ? ['expected_return_below_threshold'] : [],
      guards: [],
      p_tp: null,
      e_pi_bps: null,
      risk: null,
      trap: null,
      sprt: null,
      icp: null,
      diagnostics: context.unknownFields.map((field) => `unknown_field:${field}`),
      config_hash: context.configHash,
      calibrator: CALIBRATOR,
    },
  };
}

/** What stands where the real gate names its calibrator. */
export const CALIBRATOR = 'lite@1';
