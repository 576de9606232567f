import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process that a command left running, as `<run folder>/processes/<name>.json`. */
export interface ProcessRecord {
  /** One of `PROCESS_NAMES`. */
  readonly name: string;
  readonly pid: number;
  /** When it started (`startedTicks`): tells it from another process that got its number. `null` when it had ended already. */
  readonly started_ticks: string | null;
  readonly started_at: string;
  /** Where it serves HTTP, when it does. */
  readonly url: string | null;
  readonly session_dir: string | null;
  readonly log_file: string;
}

/** In the order in which they are to end: each before what it needs. The tuner puts the overlay back that it found, through the gate. */
export const PROCESS_NAMES = ['tuner', 'wisescalp-runner', 'aurora-api', 'sim'] as const;
export type ProcessName = (typeof PROCESS_NAMES)[number];

const FOLDER = 'processes';
const RECORD = /^([a-z][a-z0-9-]*)\.json$/;

/**
 * When a living process started, as the system tells it: ticks since boot (field 22 of proc(5), counted behind the command
 * name, which may hold anything), elsewhere the date that ps(1) says. `null` when there is none, or it has ended and
 * only waits to be noticed.
 */
export function startedTicks(pid: number): string | null {
  if (process.platform !== 'linux') return startedDate(pid);
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? null : (fields[18] ?? null);
  } catch {
    return null; // the process is gone
  }
}

function startedDate(pid: number): string | null {
  const { stdout, status } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : null;
}

/** Whether the very process of the record lives: its number alone proves nothing. */
export const isAlive = ({ pid, started_ticks: ticks }: Pick<ProcessRecord, 'pid' | 'started_ticks'>): boolean =>
  ticks !== null && startedTicks(pid) === ticks;

export function writeProcessRecord(runDir: string, record: ProcessRecord): void {
  const folder = join(runDir, FOLDER);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${record.name}.json`);
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

export const removeProcessRecord = (runDir: string, name: string): void =>
  rmSync(join(runDir, FOLDER, `${name}.json`), { force: true });

/** Every record in a run folder, also of processes that have ended, in the order in which they are to end. A file that is no record is left alone. */
export function processRecords(runDir: string): readonly ProcessRecord[] {
  const rank = ({ name }: ProcessRecord): number => (PROCESS_NAMES as readonly string[]).indexOf(name);
  return namesIn(join(runDir, FOLDER))
    .flatMap((name) => recordIn(join(runDir, FOLDER, name)) ?? [])
    .sort((a, b) => rank(a) - rank(b));
}

/** The process of this name that was left running here; `null` when it has ended. */
export const runningProcess = (runDir: string, name: ProcessName): ProcessRecord | null =>
  processRecords(runDir).find((record) => record.name === name && isAlive(record)) ?? null;

function recordIn(path: string): ProcessRecord | null {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessRecord> | null;
    return Number.isInteger(value?.pid) && typeof value?.name === 'string' ? (value as ProcessRecord) : null;
  } catch {
    return null; // half written, or removed in between
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => RECORD.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
