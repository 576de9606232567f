import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** Small enough for the caches, large enough that waiting for the next piece costs nothing a line. */
const PIECE_BYTES = 256 * 1024;

/**
 * Text of a file a piece at a time, gunzipped when its name ends in `.gz`; a piece ends with a line feed, but the last
 * may not. Memory stays that of a few pieces whatever the size of the file. Rejects on a read error or a broken archive.
 */
export async function* readText(path: string): AsyncGenerator<string> {
  const file = createReadStream(path, { highWaterMark: PIECE_BYTES });
  const text = path.endsWith('.gz') ? file.pipe(createGunzip({ chunkSize: PIECE_BYTES })) : file;
  // An error of the file does not travel down a pipe by itself.
  if (text !== file) file.on('error', (error) => text.destroy(error));
  text.setEncoding('utf8');
  let rest = '';
  try {
    for await (const block of text as AsyncIterable<string>) {
      const end = block.lastIndexOf('\n') + 1;
      if (end > 0) yield rest + block.slice(0, end);
      rest = end > 0 ? block.slice(end) : rest + block;
    }
    if (rest !== '') yield rest;
  } finally {
    file.destroy();
  }
}

/** The lines of `readText`, without their line feeds, a block at a time. */
export async function* readLines(path: string): AsyncGenerator<string[]> {
  for await (const text of readText(path)) {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    yield lines;
  }
}
