import type { DecisionFinal } from '@aurora/events';
import { canonicalSymbol, parseSide } from '@aurora/kernel';
import type { PretradeCheckAnswer } from '../pretrade/pretrade-answer.dto';
import type { PretradeCheckRequest } from '../pretrade/pretrade-request.dto';

/**
 * The record of what the signal side wanted and why, out of what it asked the gate.
 * @param tsIso ISO 8601 in UTC, ms: when the decision was made.
 */
export function toDecisionFinal(
  request: PretradeCheckRequest,
  answer: Pick<PretradeCheckAnswer, 'decision_id' | 'observability'>,
  tsIso: string,
): DecisionFinal {
  const { order, market } = request;
  return {
    ts_iso: tsIso,
    decision_id: answer.decision_id,
    symbol: canonicalSymbol(order.symbol),
    side: parseSide(order.side) ?? null,
    score: market?.score ?? null,
    signals: {
      obi_sign: market?.obi_sign ?? null,
      tfi_sign: market?.tfi_sign ?? null,
      mode_regime: market?.mode_regime ?? null,
      a_bps: market?.a_bps ?? null,
      b_bps: market?.b_bps ?? null,
      p_tp: answer.observability.p_tp,
      e_pi_bps: answer.observability.e_pi_bps,
    },
    intent: order.reduce_only === true ? 'exit' : 'open',
  };
}
