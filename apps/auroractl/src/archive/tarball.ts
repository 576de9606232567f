import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname, basename } from 'node:path';
import { create, list, type ReadEntry } from 'tar';
import { type SessionEntry } from './session-files';

/** What was found when an archive was read again. */
export interface ArchiveContents {
  /** SHA-256 in hex by path within the session. */
  readonly files: ReadonlyMap<string, string>;
  readonly links: ReadonlyMap<string, string>;
}

/** Writes a session folder into a gzipped tar whose entries lie below the folder's name. On the disk when it resolves. */
export async function writeTarball(
  dir: string,
  entries: readonly SessionEntry[],
  to: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  // A leading dot keeps a name that begins with @ from being taken for an archive.
  const root = `./${basename(dir)}`;
  const names = [root, ...entries.map(({ path }) => `${root}/${path}`)];
  const pack = create({ cwd: dirname(dir), gzip: { level: 6 }, noDirRecurse: true, strict: true }, names);
  const file = await open(to, 'w', 0o600);
  try {
    for await (const chunk of pack) {
      signal.throwIfAborted();
      await file.write(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Reads an archive whole. Rejects when it is damaged or cut short. */
export async function readTarball(archive: string, session: string): Promise<ArchiveContents> {
  const files = new Map<string, string>();
  const links = new Map<string, string>();
  const within = (path: string): string => path.replace(/^\.\//, '').slice(session.length + 1);
  const onReadEntry = (entry: ReadEntry): void => {
    const path = within(entry.path);
    if (entry.type === 'SymbolicLink') links.set(path, entry.linkpath ?? '');
    // The same file under a second name: its contents stand under the first.
    else if (entry.type === 'Link') files.set(path, files.get(within(entry.linkpath ?? '')) ?? '');
    const hash = createHash('sha256');
    entry.on('data', (chunk: Buffer) => hash.update(chunk));
    entry.on('end', () => {
      if (entry.type === 'File' || entry.type === 'OldFile') files.set(path, hash.digest('hex'));
    });
  };
  await list({ file: archive, strict: true, onReadEntry });
  return { files, links };
}
