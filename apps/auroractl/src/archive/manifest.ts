import { open, readFile, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SessionEntry } from './session-files';

/** A file as it is archived. */
export interface ArchivedFile {
  readonly path: string;
  readonly bytes: number;
  readonly mtime_ms: number;
  readonly sha256: string;
}

/** What stands beside an archive: what is in it, and how to tell that it is still what was written. */
export interface Manifest {
  readonly session: string;
  readonly archived_at: string;
  readonly archive: { readonly file: string; readonly bytes: number; readonly sha256: string };
  readonly files: readonly ArchivedFile[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
}

export const manifestPath = (archive: string): string => `${archive}.manifest.json`;

/** Puts a manifest in its place, whole or not at all. */
export async function writeManifest(archive: string, manifest: Manifest): Promise<void> {
  const path = manifestPath(archive);
  const file = await open(`${path}.part`, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
  await syncFolder(dirname(path));
}

/** Makes names in a folder survive a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Where the session stands archived as it is now, if it does, and the first name that is free for an archive of it. */
export async function findArchive(
  logs: string,
  session: string,
  entries: readonly SessionEntry[],
): Promise<{ readonly held: { path: string; manifest: Manifest } | null; readonly free: string }> {
  for (let copy = 1; ; copy++) {
    const path = join(logs, `${session}${copy === 1 ? '' : `-archive${copy}`}.tar.gz`);
    const manifest = await manifestOf(path);
    if (manifest === null) return { held: null, free: path };
    if (holds(manifest, entries)) return { held: { path, manifest }, free: path };
  }
}

/** The manifest of an archive; `null` when one of the two is missing. */
async function manifestOf(archive: string): Promise<Manifest | null> {
  try {
    const manifest = JSON.parse(await readFile(manifestPath(archive), 'utf8')) as Manifest;
    const { size } = await stat(archive);
    return size === manifest.archive.bytes && manifest.archive.file === basename(archive) ? manifest : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${manifestPath(archive)} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Whether everything that is there now was archived; files that retention has deleted since then do not matter. */
function holds({ files, links }: Manifest, entries: readonly SessionEntry[]): boolean {
  const fileAt = new Map(files.map((file) => [file.path, file]));
  const linkAt = new Map(links.map((link) => [link.path, link.target]));
  return entries.every((entry) => {
    if (entry.kind === 'directory') return true;
    if (entry.kind === 'link') return linkAt.get(entry.path) === entry.target;
    const file = fileAt.get(entry.path);
    return file !== undefined && file.bytes === entry.bytes && file.mtime_ms === entry.mtimeMs;
  });
}
