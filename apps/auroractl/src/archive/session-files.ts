import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCK_FILE_NAME } from '@aurora/events/node';
import { Finding } from '../cli/failures';

/** One entry of a session folder; paths are relative to it, with slashes. */
export type SessionEntry =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | { readonly kind: 'file'; readonly path: string; readonly bytes: number; readonly mtimeMs: number };

/** A file of a session, which is most of it. */
export type SessionFile = Extract<SessionEntry, { kind: 'file' }>;

/** Everything in a session folder but the locks of its writers, in a fixed order. Rejects with a `Finding` when there is what no archive can hold. */
export async function sessionEntries(dir: string, below = ''): Promise<SessionEntry[]> {
  const entries: SessionEntry[] = [];
  for (const name of (await readdir(join(dir, below))).sort()) {
    if (name.startsWith(LOCK_FILE_NAME)) continue;
    const path = below === '' ? name : `${below}/${name}`;
    const full = join(dir, path);
    const stats = await lstat(full);
    if (stats.isDirectory()) entries.push({ kind: 'directory', path }, ...(await sessionEntries(dir, path)));
    else if (stats.isSymbolicLink()) entries.push({ kind: 'link', path, target: await readlink(full) });
    else if (stats.isFile())
      entries.push({ kind: 'file', path, bytes: stats.size, mtimeMs: Math.floor(stats.mtimeMs) });
    else throw new Finding(`${full} is neither a file nor a folder nor a link; take it out first`);
  }
  return entries;
}

export const isFile = (entry: SessionEntry): entry is SessionFile => entry.kind === 'file';

/** SHA-256 of a file, in hex. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
