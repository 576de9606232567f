// A recording of a generated market, for runs that must not depend on one being at hand.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { recordingLine } from '@aurora/market';
import { generateFrames } from '@aurora/sim-exchange';

/** Writes one file a symbol into the folder. The same seed gives the same files. */
export function writeRecording(folder, { seed, durationMs }) {
  const lines = new Map();
  for (const frame of generateFrames({ seed, durationMs })) {
    if (!lines.has(frame.symbol)) lines.set(frame.symbol, []);
    lines.get(frame.symbol).push(recordingLine(frame));
  }
  for (const [symbol, each] of lines)
    writeFileSync(join(folder, `${symbol.toLowerCase()}_20260101.gz`), gzipSync(`${each.join('\n')}\n`));
}
