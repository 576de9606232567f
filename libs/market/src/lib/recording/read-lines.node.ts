import { isAscii } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** Small enough for the caches, large enough that waiting for the next piece costs nothing a line. */
const PIECE_BYTES = 256 * 1024;
const LINE_FEED = 10;

/**
 * Text of a file a piece at a time, gunzipped when its name ends in `.gz`; a piece ends with a line feed, but the last
 * may not. Memory stays that of a few pieces whatever the size of the file. Rejects on a read error or a broken archive.
 */
export async function* readText(path: string): AsyncGenerator<string> {
  const file = createReadStream(path, { highWaterMark: PIECE_BYTES });
  const content = path.endsWith('.gz') ? file.pipe(createGunzip({ chunkSize: PIECE_BYTES })) : file;
  // An error of the file does not travel down a pipe by itself.
  if (content !== file) file.on('error', (error) => content.destroy(error));
  let rest: Buffer[] = [];
  try {
    for await (const piece of content as AsyncIterable<Buffer>) {
      const end = piece.lastIndexOf(LINE_FEED) + 1;
      if (end === 0) rest.push(piece);
      else {
        yield textOf(Buffer.concat([...rest, piece.subarray(0, end)]));
        rest = [piece.subarray(end)];
      }
    }
    const last = Buffer.concat(rest);
    if (last.length > 0) yield textOf(last);
  } finally {
    file.destroy();
  }
}

/** UTF-8. What is ASCII alone, as nearly all is, can be taken as it stands. */
const textOf = (bytes: Buffer): string => bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');

/** The lines of `readText`, without their line feeds, a block at a time. */
export async function* readLines(path: string): AsyncGenerator<string[]> {
  for await (const text of readText(path)) {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    yield lines;
  }
}
