import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Finding } from '../cli/failures';
import {
  removeProcessRecord,
  startedTicks,
  writeProcessRecord,
  type ProcessName,
  type ProcessRecord,
} from './process-record';
import { scriptOf } from './programs';
import { OWN_FOLDER_MODE } from './run-folder';

const POLL_MS = 25;
const READY_MS = 30_000;
const LAST_LINES = 20;
const PARENT_WATCH = join(__dirname, 'parent-watch.js');

/** How a process is started. */
export interface ProcessPlan {
  readonly name: ProcessName;
  readonly args: readonly string[];
  /** All it finds in its environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Where its record goes. */
  readonly runDir: string;
  readonly sessionDir: string;
  /** Takes what it writes to both outputs. */
  readonly logFile: string;
  /** `type` of the JSON line with which it says that it is ready. */
  readonly readyType: 'listening' | 'started';
  /** It ends when this process does, however that comes about; else it outlives it. */
  readonly endsWithUs?: boolean;
}

/** A process that is ready. */
export interface StartedProcess {
  readonly record: ProcessRecord;
  /** What it said when it was. */
  readonly ready: Readonly<Record<string, unknown>>;
}

/**
 * Starts a process in the background, with a record from the beginning, and waits until it says that it is ready. Rejects
 * with a `Finding` that shows its last lines when it ends before or takes longer than 30 s; it is ended then.
 * @param stop gives the wait up; the process goes on.
 */
export async function startProcess(plan: ProcessPlan, stop?: AbortSignal): Promise<StartedProcess> {
  stop?.throwIfAborted();
  const { child, logStart } = spawned(plan);
  const record: ProcessRecord = {
    name: plan.name,
    pid: child.pid!,
    started_ticks: startedTicks(child.pid!),
    started_at: new Date().toISOString(),
    url: null,
    session_dir: plan.sessionDir,
    log_file: plan.logFile,
  };
  writeProcessRecord(plan.runDir, record);
  try {
    const ready = await readyLine(plan, child, logStart, stop);
    const complete = { ...record, url: urlIn(ready) };
    writeProcessRecord(plan.runDir, complete);
    return { record: complete, ready };
  } catch (error) {
    // A wait that was given up says nothing of the process; its record stays.
    if (error instanceof Finding) removeProcessRecord(plan.runDir, plan.name);
    throw error;
  } finally {
    child.unref();
  }
}

function spawned({ name, args, env, cwd, logFile, endsWithUs = false }: ProcessPlan) {
  mkdirSync(dirname(logFile), { recursive: true, mode: OWN_FOLDER_MODE });
  const log = openSync(logFile, 'a', 0o600);
  try {
    const logStart = statSync(logFile).size;
    const [watch, pipe] = endsWithUs ? [['--require', PARENT_WATCH], ['pipe' as const]] : [[], []];
    // A session of its own: neither Ctrl-C nor the end of the terminal reaches it.
    const child = spawn(process.execPath, [...watch, scriptOf(name), ...args], {
      ...{ cwd, env, detached: true },
      stdio: ['ignore', log, log, ...pipe],
    });
    if (child.pid === undefined) throw new Finding(`${name} could not be started`);
    // Nothing is ever said on it; of its end we hear otherwise.
    child.stdio[3]?.on('error', () => undefined);
    return { child, logStart };
  } finally {
    closeSync(log);
  }
}

async function readyLine(
  { name, logFile, readyType }: ProcessPlan,
  child: ChildProcess,
  logStart: number,
  stop: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const lastMs = performance.now() + READY_MS;
  for (;;) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    const said = textFrom(logFile, logStart);
    const line = said.split('\n').find((text) => text.startsWith(`{"type":"${readyType}"`) && text.endsWith('}'));
    if (line !== undefined) return JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (hasEnded) {
      const how = child.signalCode ?? `exit code ${child.exitCode}`;
      throw new Finding(`${name} ended with ${how} before it was ready:\n${lastLines(said)}`);
    }
    if (performance.now() > lastMs) {
      child.kill('SIGKILL');
      throw new Finding(`${name} was not ready within ${READY_MS / 1000} s and was ended:\n${lastLines(said)}`);
    }
    await wait(POLL_MS, undefined, stop && { signal: stop });
  }
}

const textFrom = (file: string, start: number): string => readFileSync(file).toString('utf8', start);

/** The end of a log, indented, as it is shown when something went wrong. */
export const lastLines = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .slice(-LAST_LINES)
    .map((line) => `  ${line}`)
    .join('\n');

/** Where it serves: exchange and gate say `url`, the others where their metrics are. */
function urlIn(ready: Readonly<Record<string, unknown>>): string | null {
  const url = ready['url'] ?? ready['metrics_url'];
  return typeof url === 'string' ? url : null;
}
