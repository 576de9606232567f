import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { LOG_FILE_MODE } from './log-file.node';

const gzipped = promisify(gzip);

/** Bytes compressed at a time, half a millisecond of work; each piece is a gzip member of its own. */
const PIECE_BYTES = 2 ** 17;
/** Twice as fast as the default level, and a tenth larger. */
const LEVEL = 3;

/**
 * Replaces a file by `<file>.gz`, piece by piece. `rest` is asked between pieces and told how many ms the last one took,
 * so that compressing leaves the processor to whoever needs it more.
 */
export async function compressPart(source: string, rest: (workedMs: number) => Promise<void>): Promise<void> {
  const unfinished = `${source}.gz.part`;
  const input = await open(source, 'r');
  try {
    const output = await open(unfinished, 'w', LOG_FILE_MODE);
    try {
      await compress(input, output, rest);
      // On the disk before the only other copy is deleted.
      await output.sync();
    } finally {
      await output.close();
    }
  } finally {
    await input.close();
  }
  await rename(unfinished, `${source}.gz`);
  await rm(source);
}

async function compress(
  input: FileHandle,
  output: FileHandle,
  rest: (workedMs: number) => Promise<void>,
): Promise<void> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let left = (await input.stat()).size;
  // At least once: no member at all is no gzip file.
  do {
    const startedMs = performance.now();
    const { bytesRead } = await input.read(piece, 0, PIECE_BYTES);
    if (bytesRead === 0 && left > 0) throw new Error('the file became shorter while it was compressed');
    await output.appendFile(await gzipped(piece.subarray(0, bytesRead), { level: LEVEL }));
    left -= bytesRead;
    if (left > 0) await rest(performance.now() - startedMs);
  } while (left > 0);
}
