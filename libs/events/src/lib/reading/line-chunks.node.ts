import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Bytes of lines that arrived together. */
export interface LineChunk {
  /** Whole lines, each with its newline; in the rest what stands behind the last newline. */
  readonly bytes: Buffer;
  /** The last chunk, which has no newline. */
  readonly isRest: boolean;
}

/** How a file is read. */
export interface ReadOptions {
  /** First byte; of a `.gz` it counts in the archive, so only 0 is of use. */
  readonly start?: number;
  /** Told how many bytes came from the disk, compressed as they are there. */
  readonly onRead?: (bytes: number) => void;
}

const NEWLINE = 0x0a;
/** Large enough that a chunk costs nothing beside its lines. */
const CHUNK_BYTES = 2 ** 18;

/**
 * Streams a file in chunks of whole lines, `.gz` decompressed; memory does not grow with the file. Only a line feed ends a line.
 * A rotated part that has been compressed since it was listed is read all the same.
 */
export async function* lineChunksOf(
  path: string,
  options: ReadOptions = {},
): AsyncGenerator<LineChunk, void, undefined> {
  let carried: Buffer[] = [];
  for await (const chunk of await bytesOf(path, options)) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      carried.push(chunk);
      continue;
    }
    const whole = chunk.subarray(0, end);
    yield { bytes: carried.length === 0 ? whole : Buffer.concat([...carried, whole]), isRest: false };
    carried = end < chunk.length ? [chunk.subarray(end)] : [];
  }
  if (carried.length > 0) yield { bytes: Buffer.concat(carried), isRest: true };
}

async function bytesOf(path: string, { start = 0, onRead }: ReadOptions): Promise<AsyncIterable<Buffer>> {
  const { file, compressed } = await openEither(path);
  const bytes = file.createReadStream({ start, highWaterMark: CHUNK_BYTES });
  if (onRead) bytes.on('data', (chunk) => onRead(chunk.length));
  // The callback has nothing to do: the iteration sees the errors of both.
  return compressed ? pipeline(bytes, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined) : bytes;
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
