import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/**
 * Lines of a text file, gunzipped when its name ends in `.gz`, a block at a time: memory stays that of one block
 * whatever the size of the file. A last line without line feed counts. Rejects on a read error or a broken archive.
 */
export async function* readLines(path: string): AsyncGenerator<string[]> {
  const file = createReadStream(path);
  const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  // An error of the file does not travel down a pipe by itself.
  if (text !== file) file.on('error', (error) => text.destroy(error));
  text.setEncoding('utf8');
  let rest = '';
  try {
    for await (const block of text as AsyncIterable<string>) {
      const lines = (rest + block).split('\n');
      rest = lines.pop()!;
      if (lines.length > 0) yield lines;
    }
    if (rest !== '') yield [rest];
  } finally {
    file.destroy();
  }
}
