import { chmod, mkdir } from 'node:fs/promises';
import { dirname, relative } from 'node:path';

const OWNER_ONLY = 0o700;

/** Creates a folder, with those above it that are missing, for its owner only whatever the umask. One that is there stays as it is. */
export async function makeOwnFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: OWNER_ONLY });
  if (first === undefined) return;
  for (let at = folder; !relative(first, at).startsWith('..'); at = dirname(at)) await chmod(at, OWNER_ONLY);
}
