import { readdirSync, readFileSync, rmSync, mkdirSync, writeFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** A process that a command left running, as `<run folder>/processes/<name>.json`. */
export interface ProcessRecord {
  /** `aurora-api`, `wisescalp-runner`, `tuner` or `sim`. */
  readonly name: string;
  readonly pid: number;
  /** When it started, in ticks since boot: tells it from another process that got its number. `null` where the system does not say. */
  readonly started_ticks: string | null;
  readonly started_at: string;
  /** Where it serves HTTP, when it does. */
  readonly url: string | null;
  readonly session_dir: string | null;
  readonly log_file: string;
}

const FOLDER = 'processes';
const RECORD = /^([a-z][a-z0-9-]*)\.json$/;

/** Field 22 of /proc/<pid>/stat (proc(5)), counted behind the command name, which may hold anything. */
export function startedTicks(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null; // no such file system, or the process is gone
  }
}

/** Whether the very process of the record lives: its number alone proves nothing. */
export function isAlive({ pid, started_ticks: ticks }: Pick<ProcessRecord, 'pid' | 'started_ticks'>): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return ticks === null || startedTicks(pid) === ticks;
}

export function writeProcessRecord(runDir: string, record: ProcessRecord): void {
  const folder = join(runDir, FOLDER);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${record.name}.json`);
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

export const removeProcessRecord = (runDir: string, name: string): void =>
  rmSync(join(runDir, FOLDER, `${name}.json`), { force: true });

/** Every record in a run folder, also of processes that have ended. */
export function processRecords(runDir: string): readonly ProcessRecord[] {
  return namesIn(join(runDir, FOLDER)).map(
    (name) => JSON.parse(readFileSync(join(runDir, FOLDER, name), 'utf8')) as ProcessRecord,
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => RECORD.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
