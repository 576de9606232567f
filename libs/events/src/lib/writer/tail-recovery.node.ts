import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What was found at the end of a file that is opened again. */
export interface TailRecovery {
  /** Bytes of an unfinished last line that were cut off; 0 when the file ended well. */
  readonly tornBytes: number;
  /** Size of the file since then. */
  readonly keptBytes: number;
}

const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/**
 * Makes a file end with a whole line: an unfinished last line, as a crash leaves it, is cut off; a whole one that only misses its
 * newline gets it. A file that does not exist is left so.
 */
export async function recoverTail(path: string): Promise<TailRecovery> {
  const file = await openExisting(path);
  if (file === null) return { tornBytes: 0, keptBytes: 0 };
  try {
    const { size } = await file.stat();
    const keptBytes = await endOfLastLine(file, size);
    if (keptBytes === size) return { tornBytes: 0, keptBytes };
    const rest = Buffer.alloc(size - keptBytes);
    await file.read(rest, 0, rest.length, keptBytes);
    if (isWholeRecord(rest.toString('utf8'))) {
      await file.write('\n', size);
      return { tornBytes: 0, keptBytes: size + 1 };
    }
    await file.truncate(keptBytes);
    return { tornBytes: size - keptBytes, keptBytes };
  } finally {
    await file.close();
  }
}

/** Makes the entry of a new file in its folder survive a loss of power. */
export async function syncFolderOf(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function openExisting(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, constants.O_RDWR);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function endOfLastLine(file: FileHandle, size: number): Promise<number> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - CHUNK_BYTES);
    await file.read(chunk, 0, end - start, start);
    const newline = chunk.subarray(0, end - start).lastIndexOf(NEWLINE);
    if (newline !== -1) return start + newline + 1;
    end = start;
  }
  return 0;
}

/** No beginning of a JSON object is itself one, so what parses is whole. */
function isWholeRecord(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
