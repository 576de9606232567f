import { STAGES } from './event-watch';
import type { Evidence, ProofDocument } from './proof-document';

/** What a proof asks for of the overlay in force. */
export interface Wanted {
  readonly parent: string;
  readonly child: string;
}

/**
 * Judges the evidence: PASS when nothing is missing.
 * @param problems stable names of what went wrong beside it, such as `proof.interrupted`.
 * @param notes what was noticed on the way.
 */
export function judge(
  evidence: Evidence,
  wanted: Wanted,
  problems: readonly string[],
  notes: readonly string[],
): ProofDocument {
  const missing = [...missingOf(evidence, wanted), ...problems];
  const { who, ts, processes, overlay_active, xai_tail, sli, optuna, session_dir, took_s } = evidence;
  return {
    ...{ who, ts, processes, overlay_active, xai_tail, sli, optuna },
    verdict: missing.length === 0 ? 'PASS' : 'FAIL',
    missing,
    notes: [...notes, ...notesOf(evidence)],
    ...{ session_dir, took_s },
  };
}

function missingOf({ processes, overlay_active: overlay, xai_tail: tail, sli, optuna }: Evidence, wanted: Wanted) {
  const { api, runner } = processes;
  const isOnPair = overlay.symbols.includes(wanted.parent) && overlay.symbols.includes(wanted.child);
  const asked: readonly (readonly [string, boolean])[] = [
    ['api.health', api.health],
    ['api.metrics', api.metrics],
    ['api.trading_active', api.trading_state === 'active'],
    ['runner.up', runner.up],
    ['runner.ws_tcp', runner.ws_tcp.length > 0],
    ['runner.market_data', runner.fresh_frames > 0],
    ['overlay.active', isOnPair && overlay.z_threshold !== null && overlay.enr_threshold_bps !== null],
    ...STAGES.map((stage) => [`xai.${stage}`, tail[stage].length > 0] as const),
    ['sli.deny_rate_15m', sli.deny_rate_15m !== null],
    ['sli.latency_p99_ms', sli.latency_p99_ms !== null],
    ['optuna.running', processes.optuna.running],
    ['optuna.heartbeat', optuna.heartbeat_ok],
    ['optuna.param_tail', optuna.param_tail.length > 0],
  ];
  return asked.flatMap(([name, isThere]) => (isThere ? [] : [name]));
}

/** A run of a minute has neither the outcomes for a calibration error nor, as a rule, the returns for a tail. */
const notesOf = ({ sli }: Evidence): string[] => [
  ...(sli.ece === null ? ['sli.ece is null: no fitted calibrator that states one is in use yet'] : []),
  ...(sli.cvar95_min === null ? ['sli.cvar95_min is null: no realised return yet'] : []),
];
