import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Puts a file in place whole or not at all, for its owner only: temporary file, fsync, rename. Resolves when it would
 * survive a crash of the machine; on an error the file is as it was. One writer at a time.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    // Goes on after a short write, which is what a disk that is nearly full answers first.
    await handle.writeFile(text);
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
