import { createReadStream, type ReadStream } from 'node:fs';
import { pipeline, type Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Lines that arrived together. */
export interface LineChunk {
  readonly lines: readonly string[];
  /** In the last chunk: what stands behind the last newline, `null` when nothing does. */
  readonly rest: string | null;
}

const NEWLINE = 0x0a;

/** Streams the lines of a file, from a byte on, `.gz` decompressed; memory does not grow with the file. Only a line feed ends a line. */
export async function* linesOf(path: string, start = 0): AsyncGenerator<LineChunk, void, undefined> {
  const file = createReadStream(path, { start });
  const bytes = path.endsWith('.gz') ? compose(file, createGunzip()) : file;
  let carried: Buffer[] = [];
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
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

/** A pipe that also hands on the errors of its source and closes the source when it is left early. */
const compose = (source: ReadStream, target: Transform): Transform => pipeline(source, target, () => undefined);
