import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createSessionFolder } from '@aurora/events/node';
import { localConfig } from '../gate/find-gate';
import { isAlive, processRecords } from './process-record';

/** Only the owner looks into what a run leaves. */
export const OWN_FOLDER_MODE = 0o700;
const NOTE = 'run.json';
const EVENTS = 'aurora_events.jsonl';

/** What `init-run` leaves in the run folder for the commands after it. */
export interface RunNote {
  readonly session_dir: string;
  /** The configuration that was asked for; `null` for the usual one. */
  readonly config: string | null;
}

export function readRunNote(runDir: string): RunNote | null {
  const path = join(runDir, NOTE);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunNote) : null;
}

export function writeRunNote(runDir: string, note: RunNote): void {
  mkdirSync(runDir, { recursive: true, mode: OWN_FOLDER_MODE });
  const path = join(runDir, NOTE);
  writeFileSync(`${path}.new`, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Where background processes of this folder live. */
export interface RunPlace {
  /** Absolute. */
  readonly runDir: string;
  readonly sessionDir: string;
  readonly note: RunNote;
}

/**
 * Settles the session folder: the one that is asked for, else the configured one, else that of processes that run here, else
 * the one that was made and not used yet, else a new one.
 */
export async function settleRun(given: { readonly sessionDir?: string; readonly runDir?: string }): Promise<RunPlace> {
  const { session, logging } = await localConfig();
  const runDir = resolve(given.runDir ?? session.runDir);
  const before = readRunNote(runDir);
  const asked = given.sessionDir ?? logging.sessionDir;
  const sessionDir = asked ? resolve(asked) : (usable(runDir, before) ?? (await newSession()));
  mkdirSync(sessionDir, { recursive: true, mode: OWN_FOLDER_MODE });
  const note = { session_dir: sessionDir, config: before?.config ?? null };
  writeRunNote(runDir, note);
  return { runDir, sessionDir, note };
}

function usable(runDir: string, note: RunNote | null): string | null {
  const running = processRecords(runDir).find((record) => record.session_dir !== null && isAlive(record));
  if (running !== undefined) return running.session_dir;
  if (note === null || !existsSync(note.session_dir)) return null;
  return existsSync(join(note.session_dir, EVENTS)) ? null : note.session_dir;
}

async function newSession(): Promise<string> {
  const { findRoot } = await import('@aurora/config/node');
  return resolve(await createSessionFolder(join(findRoot(process.cwd()) ?? '.', 'logs'), Date.now()));
}

/** The environment of a background process: this one, the folders settled, and the configuration that `init-run` was given. */
export function environmentOf({ runDir, sessionDir, note }: RunPlace): NodeJS.ProcessEnv {
  const { AURORA_CONFIG: config, AURORA_CONFIG_NAME: name } = process.env;
  const isAsked = Boolean(config?.trim() || name?.trim());
  return {
    ...process.env,
    AURORA_RUN_DIR: runDir,
    AURORA_SESSION_DIR: sessionDir,
    ...(note.config !== null && !isAsked && { AURORA_CONFIG: note.config }),
  };
}
