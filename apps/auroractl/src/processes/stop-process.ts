import { setTimeout as wait } from 'node:timers/promises';
import { isAlive, processRecords, removeProcessRecord, type ProcessRecord } from './process-record';

const POLL_MS = 25;
/** After SIGKILL a process is gone as soon as the system gets round to it. */
const KILL_MS = 5000;

/**
 * How a process ended: by itself when asked (`stopped`), only by force (`killed`), not even so (`stuck`), or there was no such process
 * any more (`gone`): it had ended, or its number belongs to another one, which is left alone.
 */
export type StopOutcome = 'stopped' | 'killed' | 'stuck' | 'gone';

export interface Stopped {
  readonly record: ProcessRecord;
  readonly outcome: StopOutcome;
}

/** Asks the process of a record to end, and ends it when it has not after `graceMs`. Never rejects. */
export async function stopProcess(record: ProcessRecord, graceMs: number): Promise<StopOutcome> {
  if (!signalled(record, 'SIGTERM')) return 'gone';
  // One that was held cannot hear.
  signalled(record, 'SIGCONT');
  if (await hasEnded(record, graceMs)) return 'stopped';
  if (!signalled(record, 'SIGKILL')) return 'stopped';
  return (await hasEnded(record, KILL_MS)) ? 'killed' : 'stuck';
}

/** Stops every process that has a record in a run folder, each before what it needs, and removes the records. */
export async function stopRecorded(
  runDir: string,
  graceMs: number,
  { only = () => true, onEnd = () => undefined }: StopSome = {},
): Promise<readonly Stopped[]> {
  const all: Stopped[] = [];
  for (const record of processRecords(runDir).filter(only)) {
    const one: Stopped = { record, outcome: await stopProcess(record, graceMs) };
    // Of one that does not end the record must stay: it is all that is known of it.
    if (one.outcome !== 'stuck') removeProcessRecord(runDir, record.name);
    onEnd(one);
    all.push(one);
  }
  return all;
}

export interface StopSome {
  readonly only?: (record: ProcessRecord) => boolean;
  readonly onEnd?: (stopped: Stopped) => void;
}

/** Sends a signal to the very process of the record; false when there is none any more. */
function signalled(record: ProcessRecord, signal: NodeJS.Signals): boolean {
  if (!isAlive(record)) return false;
  try {
    process.kill(record.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Whether it ends within so many ms. */
async function hasEnded(record: ProcessRecord, withinMs: number): Promise<boolean> {
  const lastMs = performance.now() + withinMs;
  while (isAlive(record)) {
    if (performance.now() > lastMs) return false;
    await wait(POLL_MS);
  }
  return true;
}
