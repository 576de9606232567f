// Child: gunzips the files of a recording and gives every line's text to JSON.parse, nothing else: no order between the
// files, no time of a line, nothing computed. The least that reading such a recording can cost by way of JSON.parse.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sayPasses } from './passes.mjs';

const [folder, passes] = process.argv.slice(2);
const files = readdirSync(folder).filter((name) => name.endsWith('.gz'));

await sayPasses(Number(passes), () => {
  let frames = 0;
  for (const name of files)
    for (const line of gunzipSync(readFileSync(join(folder, name)))
      .toString()
      .split('\n')) {
      if (line === '') continue;
      // One field of each is looked at, so that the work cannot be left out.
      if (JSON.parse(line.slice(line.indexOf(' ') + 1)).data !== null) frames++;
    }
  return frames;
});
