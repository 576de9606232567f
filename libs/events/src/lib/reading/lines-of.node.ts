import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Lines that arrived together. */
export interface LineChunk {
  readonly lines: readonly string[];
  /** In the last chunk: what stands behind the last newline, `null` when nothing does. */
  readonly rest: string | null;
}

const NEWLINE = 0x0a;

/**
 * Streams the lines of a file, from a byte on, `.gz` decompressed; memory does not grow with the file. Only a line feed ends a line.
 * A rotated part that has been compressed since it was listed is read all the same.
 */
export async function* linesOf(path: string, start = 0): AsyncGenerator<LineChunk, void, undefined> {
  let carried: Buffer[] = [];
  for await (const chunk of await bytesOf(path, start)) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end === -1) {
      carried.push(chunk);
      continue;
    }
    const whole = carried.length === 0 ? chunk.subarray(0, end) : Buffer.concat([...carried, chunk.subarray(0, end)]);
    yield { lines: whole.toString('utf8').split('\n'), rest: null };
    carried = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
  }
  if (carried.length > 0) yield { lines: [], rest: Buffer.concat(carried).toString('utf8') };
}

async function bytesOf(path: string, start: number): Promise<AsyncIterable<Buffer>> {
  const { file, compressed } = await openEither(path);
  const bytes = file.createReadStream({ start });
  // The callback has nothing to do: the iteration sees the errors of both.
  return compressed ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
}

async function openEither(path: string): Promise<{ file: FileHandle; compressed: boolean }> {
  try {
    return { file: await open(path, 'r'), compressed: path.endsWith('.gz') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || path.endsWith('.gz')) throw error;
    const file = await open(`${path}.gz`, 'r').catch(() => {
      throw error;
    });
    return { file, compressed: true };
  }
}
