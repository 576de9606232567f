import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { sessionFiles } from '@aurora/events/node';
import { UsageError } from '../cli/failures';

/** Whose a log is that lies in the session folder itself; others lie in folders of it and have their names. */
const OWN = 'gate';
const EVENT_BASE = 'aurora_events';
const LOG_NAME = /^(.+?)(?:\.\d{8}T\d{6}Z-\d{6,})?\.jsonl(?:\.gz)?$/;
const DEFAULT_LOGS = 'logs';

/** One event log: a live file and the parts that were set aside before it. */
export interface LogPlace {
  /** `gate`, or the folder within the session, such as `runner`. */
  readonly who: string;
  /** Of the live file, whether or not it is there. */
  readonly path: string;
  /** Only this file is meant, not the log that it is part of. */
  readonly isAlone: boolean;
}

/** What is to be read. */
export interface LogSource {
  /** The session folder; `null` when one file was named. */
  readonly dir: string | null;
  /** At least one; the session's own comes first. */
  readonly logs: readonly [LogPlace, ...LogPlace[]];
}

/**
 * The session or file that is meant: a folder, a file, or the name of a folder in `logs`. When nothing is asked for, the configured
 * session folder, else that of the gate started from here, else the newest in `logs`. Throws a `UsageError` when there is none.
 */
export async function findSource(asked: string | undefined): Promise<LogSource> {
  const path = asked === undefined ? await defaultSession() : named(asked);
  if (!statSync(path).isDirectory()) return { dir: null, logs: [{ who: OWN, path, isAlone: true }] };
  const [own, ...others] = logsIn(path);
  if (own === undefined) throw new UsageError(`${path} holds no ${EVENT_BASE}.jsonl, nor a rotated part of one`);
  return { dir: path, logs: [own, ...others] };
}

/** The event logs of a session folder: its own, then those of the folders in it. */
export function logsIn(dir: string): LogPlace[] {
  const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [{ who: OWN, dir }, ...folders.map(({ name }) => ({ who: name, dir: join(dir, name) }))]
    .filter((place) => hasLog(place.dir))
    .map((place) => ({ who: place.who, path: join(place.dir, `${EVENT_BASE}.jsonl`), isAlone: false }));
}

/** Name of the log that a file is part of: `orders_denied` of `orders_denied.20260131T235959Z-000001.jsonl.gz`. */
export const logNameOf = (path: string): string => LOG_NAME.exec(basename(path))?.[1] ?? basename(path);

/** Whether a file is a live one, `<name>.jsonl`. */
export const isLive = (path: string): boolean => basename(path) === `${logNameOf(path)}.jsonl`;

/** The files of a log, oldest first. */
export async function filesOf({ path, isAlone }: LogPlace): Promise<string[]> {
  if (isAlone) return [path];
  return sessionFiles(dirname(path), logNameOf(path));
}

const hasLog = (dir: string): boolean =>
  readdirSync(dir).some((name) => LOG_NAME.test(name) && logNameOf(name) === EVENT_BASE);

function named(asked: string): string {
  for (const path of [asked, join(DEFAULT_LOGS, asked)]) if (existsSync(path)) return path;
  throw new UsageError(`there is no file or folder ${asked}, nor one of that name in ${resolve(DEFAULT_LOGS)}`);
}

async function defaultSession(): Promise<string> {
  const { localConfig } = await import('../gate/find-gate.js');
  const { processRecords } = await import('../processes/process-record.js');
  const { logging, session } = await localConfig();
  const gate = processRecords(resolve(session.runDir)).find(({ name }) => name === 'aurora-api');
  for (const dir of [logging.sessionDir, gate?.session_dir ?? null]) if (dir !== null && existsSync(dir)) return dir;
  const newest = newestSession();
  if (newest !== null) return newest;
  throw new UsageError(
    `no session found: none is configured (AURORA_SESSION_DIR), no gate was started from here, and ${resolve(DEFAULT_LOGS)} holds none; name a session folder`,
  );
}

/** By name: the names of sessions are their times. */
function newestSession(): string | null {
  if (!existsSync(DEFAULT_LOGS)) return null;
  const dirs = readdirSync(DEFAULT_LOGS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const sessions = dirs.map(({ name }) => join(DEFAULT_LOGS, name)).filter((dir) => logsIn(dir).length > 0);
  return sessions.sort().at(-1) ?? null;
}
