import type { HealthAnswer, ReadinessAnswer } from '@aurora/contracts';
import { paint } from '../cli/answer';
import { plainTable } from '../cli/plain-table';
import { momentText } from '../cli/time-text';
import { GateRefusal, type GateApi } from '../gate/gate-api';

/** What the probes were answered. */
export interface HealthReport {
  /** Everything that could be asked is well. */
  readonly ok: boolean;
  readonly url: string;
  readonly health: HealthAnswer;
  /** `null` when OPS_TOKEN is not set. */
  readonly liveness: HealthAnswer | null;
  readonly readiness: ReadinessAnswer | null;
}

/** Asks the three probes; those for operators only when there is a token. Rejects like the gate's answers. */
export async function readHealth(gate: GateApi): Promise<HealthReport> {
  const health = await gate.get<HealthAnswer>('/health');
  const [liveness, readiness] = gate.has('ops')
    ? await Promise.all([gate.get<HealthAnswer>('/liveness', 'ops'), readReadiness(gate)])
    : [null, null];
  const records = readiness === null || (readiness.event_log_ok && readiness.state_store_ok);
  return { ok: health.status === 'healthy' && records, url: gate.url, health, liveness, readiness };
}

/** The readiness, also of a gate that is not ready. */
export async function readReadiness(gate: GateApi): Promise<ReadinessAnswer> {
  try {
    return await gate.get<ReadinessAnswer>('/readiness', 'ops');
  } catch (error) {
    if (error instanceof GateRefusal && error.status === 503) return error.body as ReadinessAnswer;
    throw error;
  }
}

export function healthText({ url, health, liveness, readiness }: HealthReport): string {
  const rows = [
    ['gate', url],
    ['health', health.status === 'healthy' ? paint.green('healthy') : paint.red(health.status)],
    ['version', health.version],
  ];
  if (liveness === null || readiness === null)
    return plainTable([...rows, ['not shown', 'liveness and readiness: OPS_TOKEN is not set']]);
  return plainTable([
    ...rows,
    ['live', yesNo(liveness.status === 'healthy')],
    ['configuration', yesNo(readiness.config_loaded)],
    ['model', yesNo(readiness.models_loaded)],
    ['event log', yesNo(readiness.event_log_ok, 'it cannot be written; is there room, and may the gate write there?')],
    ['state store', yesNo(readiness.state_store_ok, 'it cannot be written; a restart would forget the last changes')],
    ['last event', readiness.last_event_ts === null ? 'none yet' : momentText(readiness.last_event_ts)],
    ['halted', readiness.halt ? paint.red('yes, nothing is allowed; see `auroractl status`') : 'no'],
    ['trading state', readiness.trading_state],
  ]);
}

const yesNo = (is: boolean, otherwise = 'no'): string => (is ? 'ok' : paint.red(`NOT OK: ${otherwise}`));
