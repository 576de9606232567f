import { open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;

/**
 * Puts a file in place whole or not at all, for its owner only: temporary file, fsync, rename. Pieces are asked for one
 * by one, each when the one before is written. Resolves when the file would survive a crash of the machine; on an error
 * it is as it was. One writer at a time.
 */
export async function writeWhole(file: string, content: string | Iterable<Buffer>): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', OWNER_ONLY);
  try {
    // Whatever the umask left, or one that a crash left behind.
    await handle.chmod(OWNER_ONLY);
    // Goes on after a short write, which is what a disk that is nearly full answers first.
    await writeFile(handle, content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await syncFolder(dirname(file));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
