import { loadCalibrator } from '@aurora/calibration';
import { configFromLog } from '@aurora/config';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { PERSISTED_VERSION, type PersistedState } from './persisted-state';
import { STATE_SCHEMA } from './state-schema';

let compiled: ValidateFunction<PersistedState> | undefined;

/** Reads a stored state. Throws an `Error` that says why it cannot be used: nothing of it is guessed. */
export function parseState(text: string): PersistedState {
  let state: Partial<PersistedState> | null;
  try {
    state = JSON.parse(text) as Partial<PersistedState> | null;
  } catch (error) {
    throw new Error(`it is torn or no JSON (${(error as Error).message})`, { cause: error });
  }
  if (state?.format !== 'aurora-state') throw new Error('it is no state of Aurora');
  if (state.version !== PERSISTED_VERSION)
    throw new Error(`it has version ${String(state.version)}, this program reads ${PERSISTED_VERSION}`);
  compiled ??= new Ajv().compile<PersistedState>(STATE_SCHEMA);
  if (!compiled(state)) throw new Error(problemOf(compiled.errors?.[0]));
  checkReservations(state);
  checkJudgement(state);
  return state;
}

function problemOf(error: ErrorObject | undefined): string {
  if (error === undefined) return 'it does not fit its schema';
  const { instancePath, message = 'is wrong', params } = error;
  const extra = 'additionalProperty' in params ? ` (${String(params['additionalProperty'])})` : '';
  return `${instancePath.slice(1).replaceAll('/', '.') || 'it'} ${message}${extra}`;
}

/** Two of one decision would hold their exposure for ever; more filled than granted would set some free. */
function checkReservations({ engine }: PersistedState): void {
  const seen = new Set<string>();
  for (const { decisionId, qty, filledQty } of engine.reservations.reservations) {
    if (seen.has(decisionId)) throw new Error(`engine.reservations holds decision ${decisionId} twice`);
    if (filledQty > qty) throw new Error(`engine.reservations has more of decision ${decisionId} filled than granted`);
    seen.add(decisionId);
  }
}

/** What is newer in the log is judged by these. */
function checkJudgement({ config, calibrator }: PersistedState): void {
  try {
    configFromLog(config);
    if (calibrator !== null) loadCalibrator(calibrator);
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(`this program does not accept the configuration or calibrator in it (${why})`, { cause: error });
  }
}
