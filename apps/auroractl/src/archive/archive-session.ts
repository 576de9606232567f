import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { lockFolder, LOCK_FILE_NAME } from '@aurora/events/node';
import { Finding } from '../cli/failures';
import { logsIn } from '../events/session';
import { findArchive, syncFolder, writeManifest, type ArchivedFile, type Manifest } from './manifest';
import { isFile, sessionEntries, sha256Of, type SessionEntry } from './session-files';
import { readTarball, writeTarball, type ArchiveContents } from './tarball';

/** How a session is archived. */
export interface ArchiveOptions {
  /** Deletes the folder afterwards. */
  readonly remove: boolean;
  readonly nowMs: number;
  readonly signal: AbortSignal;
  /** Told how many bytes of the session are done, of both writing and comparing. */
  readonly onBytes: (bytes: number) => void;
}

/** What became of a session. */
export interface Archived {
  readonly outcome: 'archived' | 'already_archived';
  readonly archive: string;
  readonly files: number;
  readonly bytes: number;
  readonly archive_bytes: number;
  readonly removed: boolean;
}

/** Archives one session folder, whose writers are kept out meanwhile. Rejects, with nothing changed, when what was written is not what is there. */
export async function archiveSession(dir: string, options: ArchiveOptions): Promise<Archived> {
  const releases: (() => Promise<void>)[] = [];
  try {
    for (const { path } of logsIn(dir)) releases.push(await lockFolder(dirname(path), LOCK_FILE_NAME));
    return await archiveLocked(dir, options);
  } finally {
    await Promise.all(releases.map((release) => release()));
  }
}

async function archiveLocked(dir: string, options: ArchiveOptions): Promise<Archived> {
  const session = basename(dir);
  const entries = await sessionEntries(dir);
  const { held, free } = await findArchive(dirname(dir), session, entries);
  const { path, manifest } = held ?? { path: free, manifest: await pack(dir, entries, free, options) };
  if (options.remove) {
    if (held !== null) await compareAgain(dir, entries, path, manifest);
    await removeFolder(dir);
  }
  return {
    outcome: held === null ? 'archived' : 'already_archived',
    archive: path,
    files: manifest.files.length,
    bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
    archive_bytes: manifest.archive.bytes,
    removed: options.remove,
  };
}

async function pack(
  dir: string,
  entries: readonly SessionEntry[],
  archive: string,
  { nowMs, signal, onBytes }: ArchiveOptions,
): Promise<Manifest> {
  const unfinished = `${archive}.part`;
  try {
    await writeTarball(dir, entries, unfinished, { signal });
    const contents = await readTarball(unfinished, basename(dir));
    signal.throwIfAborted();
    const files = await compare(dir, entries, contents, { signal, onBytes });
    const manifest: Manifest = {
      session: basename(dir),
      archived_at: new Date(nowMs).toISOString(),
      archive: { file: basename(archive), bytes: (await stat(unfinished)).size, sha256: await sha256Of(unfinished) },
      files,
      links: entries.flatMap((entry) => (entry.kind === 'link' ? [{ path: entry.path, target: entry.target }] : [])),
    };
    await rename(unfinished, archive);
    await syncFolder(dirname(archive));
    await writeManifest(archive, manifest);
    return manifest;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Compares what an archive holds with the originals, by SHA-256. */
async function compare(
  dir: string,
  entries: readonly SessionEntry[],
  contents: ArchiveContents,
  { signal, onBytes }: Pick<ArchiveOptions, 'signal' | 'onBytes'>,
): Promise<ArchivedFile[]> {
  const files: ArchivedFile[] = [];
  for (const entry of entries) {
    signal.throwIfAborted();
    if (entry.kind === 'link' && contents.links.get(entry.path) !== entry.target) throw differs(dir, entry.path);
    if (!isFile(entry)) continue;
    const sha256 = await sha256Of(join(dir, entry.path));
    if (contents.files.get(entry.path) !== sha256) throw differs(dir, entry.path);
    files.push({ path: entry.path, bytes: entry.bytes, mtime_ms: entry.mtimeMs, sha256 });
    onBytes(entry.bytes);
  }
  return files;
}

/** Before a folder is deleted for an archive of an earlier day: the archive is what its manifest says, and so are the originals. */
async function compareAgain(
  dir: string,
  entries: readonly SessionEntry[],
  archive: string,
  manifest: Manifest,
): Promise<void> {
  if ((await sha256Of(archive)) !== manifest.archive.sha256)
    throw new Finding(`${archive} is damaged: its SHA-256 is not that of its manifest; ${dir} was left as it is`);
  const contents = await readTarball(archive, basename(dir));
  await compare(dir, entries, contents, { signal: new AbortController().signal, onBytes: () => undefined });
}

/** In one step out of sight, then deleted: a folder is there whole or not at all. */
async function removeFolder(dir: string): Promise<void> {
  const hidden = removingPath(dir);
  await rename(dir, hidden);
  await syncFolder(dirname(dir));
  await rm(hidden, { recursive: true });
}

/** Where a folder is while it is deleted. */
export const removingPath = (dir: string): string => join(dirname(dir), `.${basename(dir)}.removing`);

const differs = (dir: string, path: string): Finding =>
  new Finding(`${join(dir, path)} is not what was archived: it changed meanwhile, or the archive cannot be trusted`);
