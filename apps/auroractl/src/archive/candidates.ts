import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { folderHolder, LOCK_FILE_NAME } from '@aurora/events/node';
import { logsIn } from '../events/session';
import { isAlive, type ProcessRecord } from '../processes/process-record';
import { isFile, sessionEntries } from './session-files';

/** A session written to so shortly ago may still be in use. */
const QUIET_MS = 10 * 60_000;

/** A session folder, and why it is left alone; `null` when it may be archived. */
export interface Candidate {
  readonly dir: string;
  readonly session: string;
  readonly bytes: number;
  readonly lastWriteMs: number;
  readonly leftAlone: string | null;
}

/** What decides about a session. */
export interface CandidateRules {
  readonly nowMs: number;
  readonly olderThanMs: number;
  /** So many of the newest are left alone. */
  readonly keep: number;
  readonly processes: readonly ProcessRecord[];
}

/** Every session in a folder, the newest first. */
export async function candidatesIn(logs: string, rules: CandidateRules): Promise<Candidate[]> {
  const folders = readdirSync(logs, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
  );
  const dirs = folders.map(({ name }) => join(logs, name)).filter((dir) => logsIn(dir).length > 0);
  const found = await Promise.all(dirs.map(measured));
  found.sort((a, b) => b.lastWriteMs - a.lastWriteMs || (a.session < b.session ? 1 : -1));
  return Promise.all(
    found.map(async (session, rank) => ({ ...session, leftAlone: await whyLeftAlone(session, rank, rules) })),
  );
}

async function measured(dir: string) {
  const files = (await sessionEntries(dir)).filter(isFile);
  return {
    dir,
    session: basename(dir),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    lastWriteMs: Math.max(...files.map(({ mtimeMs }) => mtimeMs)),
  };
}

async function whyLeftAlone(
  { dir, lastWriteMs }: Awaited<ReturnType<typeof measured>>,
  rank: number,
  { nowMs, olderThanMs, keep, processes }: CandidateRules,
): Promise<string | null> {
  for (const { path } of logsIn(dir)) {
    const pid = await folderHolder(dirname(path), LOCK_FILE_NAME);
    if (pid !== null) return `process ${pid} writes it`;
  }
  const process = processes.find((record) => isWithin(record.session_dir, dir) && isAlive(record));
  if (process !== undefined) return `it is the session of ${process.name}, process ${process.pid}`;
  const quietMs = nowMs - lastWriteMs;
  if (quietMs < QUIET_MS) return 'it was written to in the last 10 minutes';
  if (rank < keep) return keep === 1 ? 'it is the newest' : `it is among the newest ${keep}`;
  return quietMs < olderThanMs ? 'it is not old enough' : null;
}

const isWithin = (path: string | null, dir: string): boolean =>
  path !== null && `${resolve(path)}${sep}`.startsWith(`${resolve(dir)}${sep}`);

/** Deletes what a run that was killed left: archives half written of sessions that are gone, and folders whose deletion had begun. */
export function clearLeftovers(logs: string): void {
  for (const name of readdirSync(logs)) {
    const [, removing] = /^\.(.+)\.removing$/.exec(name) ?? [];
    const [, unfinished] = /^(.+?)(?:-archive\d+)?\.tar\.gz(?:\.manifest\.json)?\.part$/.exec(name) ?? [];
    const isGone = unfinished !== undefined && !existsSync(join(logs, unfinished));
    if (removing !== undefined || isGone) rmSync(join(logs, name), { recursive: true });
  }
}
