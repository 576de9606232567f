import { type PretradeCheckAnswer, type PretradeQuotas, type TrapReport } from '@aurora/contracts';
import { type Decision, type TrapMeasure } from '@aurora/gates';
import { type GateRequest, type Mode } from '@aurora/kernel';

/** What the answer says besides the decision itself. */
export interface AnswerContext {
  readonly decisionId: string;
  readonly mode: Mode;
  /** The caller must obey even if it runs permissively. */
  readonly hardGate: boolean;
  readonly quotas: PretradeQuotas;
  readonly configHash: string;
  /** `name@version`. */
  readonly calibrator: string;
  /** Fields of the body that no one knows. */
  readonly unknownFields: readonly string[];
}

/** The decision as it goes out: snake_case, `null` for what was not computed or not given. */
export function toAnswer(decision: Decision, request: GateRequest, context: AnswerContext): PretradeCheckAnswer {
  const { market } = request;
  const { found } = decision;
  return {
    allow: decision.allow,
    max_qty: decision.maxQty,
    risk_scale: found.riskScale,
    cooldown_ms: decision.cooldownMs,
    reason: decision.reason,
    hard_gate: context.hardGate,
    quotas: context.quotas,
    decision_id: context.decisionId,
    observability: {
      gate_state: decision.allow ? 'PASS' : 'BLOCK',
      mode: context.mode,
      latency_ms: market.latencyMs ?? null,
      spread_bps: market.spreadBps ?? null,
      slip_bps_est: market.slipBpsEst ?? null,
      a_bps: market.aBps ?? null,
      b_bps: market.bBps ?? null,
      score: market.score ?? null,
      fees_bps: request.feesBps,
      mode_regime: market.regime ?? null,
      reasons: decision.notes as string[],
      guards: decision.guards.map(({ guard, outcome, reason, value, limit }) =>
        reason === null ? { guard, outcome, value, limit } : { guard, outcome, reason, value, limit },
      ),
      p_tp: found.pTp,
      e_pi_bps: found.ePiBps,
      risk: found.risk && {
        base_notional: found.risk.baseNotional,
        scaled_notional: found.risk.scaledNotional,
        pnl_today_pct: found.risk.pnlTodayPct,
        open_positions: found.risk.openPositions,
        dd_day_pct: found.risk.ddDayPct,
        max_concurrent: found.risk.maxConcurrent,
        size_scale: found.risk.sizeScale,
      },
      trap: found.trap && toTrapReport(found.trap, found.trapFlag),
      sprt: found.sprt && { decision: found.sprt.decision, llr: found.sprt.llr, n_obs: found.sprt.nObs },
      icp: found.icp && { alpha: found.icp.alpha, transition: found.icp.transition },
      diagnostics: diagnosticsOf(decision, context.unknownFields),
      config_hash: context.configHash,
      calibrator: context.calibrator,
    },
  };
}

const toTrapReport = (measure: TrapMeasure, flag: boolean): TrapReport => ({
  trap_z: measure.trapZ,
  cancel_rate: measure.cancelRate,
  repl_rate: measure.replRate,
  trap_score: measure.trapScore,
  flag,
});

const NOTHING_TO_SAY: string[] = [];

function diagnosticsOf(decision: Decision, unknownFields: readonly string[]): string[] {
  if (decision.missing.length === 0 && unknownFields.length === 0) return NOTHING_TO_SAY;
  return [
    ...decision.missing.map((field) => `missing_input:${field}`),
    ...unknownFields.map((field) => `unknown_field:${field}`),
  ];
}
