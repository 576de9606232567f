import { nsToMs } from '@aurora/kernel';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readLines } from './read-lines.node';
import { splitRecordingLine, type RecordedFrame } from './recording-line';

/** `btcusdt_20240718.gz`: the symbol, then the date by which a symbol's files follow each other. */
const RECORDING_FILE = /^([a-z0-9]+)_\d{8}.*$/i;

/** The recording files of a folder by symbol (upper case), each symbol's in order of date. */
export async function recordingFiles(folder: string): Promise<Map<string, string[]>> {
  const bySymbol = new Map<string, string[]>();
  for (const name of (await readdir(folder)).sort()) {
    const symbol = RECORDING_FILE.exec(name)?.[1]?.toUpperCase();
    if (symbol === undefined) continue;
    bySymbol.set(symbol, [...(bySymbol.get(symbol) ?? []), join(folder, name)]);
  }
  return bySymbol;
}

/**
 * Frames of a folder of recordings, all symbols merged by local receive time; each symbol's own frames stay in the order
 * of its files. Memory is constant.
 * @param symbols only these (upper case); all when not given.
 * @throws Error when the folder holds no recording (of these symbols); WireError on a line without a receive time.
 */
export async function* readRecording(folder: string, symbols?: readonly string[]): AsyncGenerator<RecordedFrame> {
  for await (const frames of readRecordingBlocks(folder, symbols)) yield* frames;
}

/**
 * The frames of `readRecording`, some hundreds at a time, never none: who goes through a block without awaiting each frame
 * reads several times as many a second.
 */
export async function* readRecordingBlocks(
  folder: string,
  symbols?: readonly string[],
): AsyncGenerator<readonly RecordedFrame[]> {
  const files = await recordingFiles(folder);
  const wanted = [...files.keys()].filter((symbol) => symbols === undefined || symbols.includes(symbol));
  if (wanted.length === 0) throw new Error(`no recording <symbol>_<yyyymmdd>… in ${folder}`);
  const cursors = wanted.map((symbol) => new Cursor(symbol, files.get(symbol)!));
  try {
    for (const cursor of cursors) await cursor.advance();
    let block: RecordedFrame[] = [];
    for (;;) {
      const next = earliest(cursors);
      if (next?.frame === undefined) break;
      block.push(next.frame);
      if (next.advanceInBlock()) continue;
      yield block;
      block = [];
      await next.advance();
    }
    if (block.length > 0) yield block;
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()));
  }
}

function earliest(cursors: readonly Cursor[]): Cursor | undefined {
  let first: Cursor | undefined;
  for (const cursor of cursors)
    if (cursor.frame !== undefined && (first?.frame === undefined || cursor.frame.localNs < first.frame.localNs))
      first = cursor;
  return first;
}

/** One symbol's frames, the next one in view. */
class Cursor {
  frame: RecordedFrame | undefined;
  private block: string[] = [];
  private at = 0;
  private readonly blocks: AsyncGenerator<string[]>;

  constructor(
    private readonly symbol: string,
    paths: readonly string[],
  ) {
    this.blocks = blocksOf(paths);
  }

  advanceInBlock(): boolean {
    while (this.at < this.block.length) {
      const line = this.block[this.at++]!;
      if (line === '') continue;
      const { localNs, frame } = splitRecordingLine(line);
      this.frame = { localMs: nsToMs(localNs), localNs, symbol: this.symbol, frame };
      return true;
    }
    return false;
  }

  async advance(): Promise<void> {
    while (!this.advanceInBlock()) {
      const { value, done } = await this.blocks.next();
      if (done === true) {
        this.frame = undefined;
        return;
      }
      this.block = value;
      this.at = 0;
    }
  }

  async close(): Promise<void> {
    await this.blocks.return(undefined);
  }
}

async function* blocksOf(paths: readonly string[]): AsyncGenerator<string[]> {
  for (const path of paths) yield* readLines(path);
}
