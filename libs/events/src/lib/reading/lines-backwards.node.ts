import { type FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 2 ** 16;
const NEWLINE = 0x0a;

/**
 * Yields the lines of an open file from the last one to the first, without their newlines: the cost is that of the lines taken, not of
 * the file. Starts in front of byte `end`; what stands there behind the last newline is no line yet and is left out.
 */
export async function* linesBackwards(file: FileHandle, end: number): AsyncGenerator<Buffer, void, undefined> {
  /** The line under way, its last piece first; `null` until a newline is found. */
  let pieces: Buffer[] | null = null;
  for (let stop = end; stop > 0;) {
    const start = Math.max(0, stop - CHUNK_BYTES);
    const chunk = await bytesOf(file, start, stop);
    let behind = chunk.length;
    for (let at = lastNewline(chunk, behind); at !== -1; at = lastNewline(chunk, behind)) {
      if (pieces !== null) yield joined(pieces, chunk.subarray(at + 1, behind));
      pieces = [];
      behind = at;
    }
    pieces?.push(chunk.subarray(0, behind));
    stop = start;
  }
  if (pieces !== null) yield joined(pieces, Buffer.alloc(0));
}

const lastNewline = (chunk: Buffer, behind: number): number =>
  behind === 0 ? -1 : chunk.lastIndexOf(NEWLINE, behind - 1);

const joined = (pieces: readonly Buffer[], first: Buffer): Buffer =>
  pieces.length === 0 ? first : Buffer.concat([first, ...[...pieces].reverse()]);

async function bytesOf(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
  return bytes.subarray(0, bytesRead);
}
