import { type PretradeQuotas } from '@aurora/contracts';
import { GUARDS, type Decision, type Findings, type GuardId, type GuardReport } from '@aurora/gates';
import { type GateRequest, type Mode } from '@aurora/kernel';

/** What the answer says besides the decision itself. */
export interface AnswerContext {
  readonly decisionId: string;
  readonly mode: Mode;
  /** The caller must obey even if it runs permissively. */
  readonly hardGate: boolean;
  readonly quotas: PretradeQuotas;
  /** Fields of the body that no one knows. */
  readonly unknownFields: readonly string[];
  /** What stays the same from answer to answer. */
  readonly setup: AnswerSetup;
}

/** The end of every answer: which configuration and calibrator it was made with. */
export type AnswerSetup = string;

/** @param calibrator `name@version`. */
export const answerSetup = (configHash: string, calibrator: string): AnswerSetup =>
  `"config_hash":${text(configHash)},"calibrator":${text(calibrator)}}}`;

/**
 * The decision as it goes out, a `PretradeCheckAnswer` as JSON: snake_case, `null` for what was not computed or not given.
 * Written as text at once: on the way to an answer that nobody reads as an object, building one costs as much again.
 */
export function answerJson(decision: Decision, request: GateRequest, context: AnswerContext): string {
  const { allow, found, notes } = decision;
  const { quotas } = context;
  return (
    `{"allow":${allow},"max_qty":${num(decision.maxQty)},"risk_scale":${num(found.riskScale)},` +
    `"cooldown_ms":${num(decision.cooldownMs)},"reason":${text(decision.reason)},"hard_gate":${context.hardGate},` +
    `"quotas":{"trades_pm_left":${num(quotas.trades_pm_left)},` +
    `"symbol_exposure_left_usdt":${num(quotas.symbol_exposure_left_usdt)}},"decision_id":${text(context.decisionId)},` +
    `"observability":{"gate_state":"${allow ? 'PASS' : 'BLOCK'}","mode":"${context.mode}",${marketJson(request)},` +
    `"reasons":${notes.length === 0 ? '[]' : JSON.stringify(notes)},"guards":[${guardsJson(decision.guards)}],` +
    `"p_tp":${num(found.pTp)},"e_pi_bps":${num(found.ePiBps)},${findingsJson(found)},` +
    `"diagnostics":${diagnosticsJson(decision, context.unknownFields)},${context.setup}`
  );
}

/** As JSON says it; `null` also for what is no finite number. */
const num = (value: number | null | undefined): string => (Number.isFinite(value) ? `${value}` : 'null');

const text = (value: string): string => JSON.stringify(value);

const marketJson = ({ market, feesBps }: GateRequest): string =>
  `"latency_ms":${num(market.latencyMs)},"spread_bps":${num(market.spreadBps)},"slip_bps_est":${num(market.slipBpsEst)},` +
  `"a_bps":${num(market.aBps)},"b_bps":${num(market.bBps)},"score":${num(market.score)},"fees_bps":${num(feesBps)},` +
  `"mode_regime":${market.regime === undefined ? 'null' : text(market.regime)}`;

/** How the report of each guard begins, put together once. Ids and outcomes are names of ours, which JSON takes as they are. */
const headsOf = (outcome: GuardReport['outcome']): ReadonlyMap<GuardId, string> =>
  new Map(GUARDS.map(({ id }) => [id, `{"guard":"${id}","outcome":"${outcome}",`]));

const HEADS = { pass: headsOf('pass'), block: headsOf('block'), skip: headsOf('skip') };

function guardsJson(guards: readonly GuardReport[]): string {
  let json = '';
  for (const { guard, outcome, reason, value, limit } of guards) {
    if (json !== '') json += ',';
    json += HEADS[outcome].get(guard)!;
    if (reason !== null) json += `"reason":"${reason}",`;
    json += value === null && limit === null ? NOTHING_COMPARED : `"value":${num(value)},"limit":${num(limit)}}`;
  }
  return json;
}

const NOTHING_COMPARED = '"value":null,"limit":null}';

function findingsJson({ risk, trap, trapFlag, sprt, icp }: Findings): string {
  const riskJson =
    risk &&
    `{"base_notional":${num(risk.baseNotional)},"scaled_notional":${num(risk.scaledNotional)},` +
      `"pnl_today_pct":${num(risk.pnlTodayPct)},"open_positions":${num(risk.openPositions)},` +
      `"dd_day_pct":${num(risk.ddDayPct)},"max_concurrent":${num(risk.maxConcurrent)},"size_scale":${num(risk.sizeScale)}}`;
  const trapJson =
    trap &&
    `{"trap_z":${num(trap.trapZ)},"cancel_rate":${num(trap.cancelRate)},"repl_rate":${num(trap.replRate)},` +
      `"trap_score":${num(trap.trapScore)},"flag":${trapFlag}}`;
  const sprtJson = sprt && `{"decision":"${sprt.decision}","llr":${num(sprt.llr)},"n_obs":${num(sprt.nObs)}}`;
  const icpJson = icp && `{"alpha":${num(icp.alpha)},"transition":${icp.transition}}`;
  return `"risk":${riskJson},"trap":${trapJson},"sprt":${sprtJson},"icp":${icpJson}`;
}

function diagnosticsJson({ missing }: Decision, unknownFields: readonly string[]): string {
  if (missing.length === 0 && unknownFields.length === 0) return '[]';
  return JSON.stringify([
    ...missing.map((field) => `missing_input:${field}`),
    ...unknownFields.map((field) => `unknown_field:${field}`),
  ]);
}
