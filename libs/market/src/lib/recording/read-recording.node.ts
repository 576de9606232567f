import { FrameCursor } from './frame-cursor.node';
import type { RecordedFrame } from './recorded-frame';
import { captureFiles, recordingFiles } from './recording-files.node';

/**
 * Frames of a folder of recordings, all files merged by local receive time; what one file holds stays in its order. Read
 * are hftbacktest's files of one symbol each (`<symbol>_<yyyymmdd>…`) and cryptofeed's captures of many
 * (`BINANCE_FUTURES…`). Memory is constant.
 * @param symbols only these (upper case); all when not given.
 * @throws Error when the folder holds no recording (of these symbols); WireError on a line that is none.
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
  const cursors = await cursorsOf(folder, symbols);
  let isEmpty = true;
  try {
    for (const cursor of cursors) await cursor.advance();
    let block: RecordedFrame[] = [];
    for (let next = earliest(cursors); next?.frame !== undefined; next = earliest(cursors)) {
      block.push(next.frame);
      isEmpty = false;
      if (next.advanceInText()) continue;
      yield block;
      block = [];
      await next.advance();
    }
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()));
  }
  if (isEmpty) throw new Error(`no recording${symbols === undefined ? '' : ` of ${symbols.join(', ')}`} in ${folder}`);
}

async function cursorsOf(folder: string, symbols: readonly string[] | undefined): Promise<FrameCursor[]> {
  const isWanted = (symbol: string) => symbols === undefined || symbols.includes(symbol);
  const files = [...(await recordingFiles(folder))].filter(([symbol]) => isWanted(symbol));
  const captures = await captureFiles(folder);
  return [
    ...files.map(([symbol, paths]) => new FrameCursor(paths, symbol, isWanted)),
    ...captures.map((path) => new FrameCursor([path], undefined, isWanted)),
  ];
}

/** Of frames of one time the one whose file comes first. */
function earliest(cursors: readonly FrameCursor[]): FrameCursor | undefined {
  let first: FrameCursor | undefined;
  for (const cursor of cursors)
    if (cursor.frame !== undefined && (first?.frame === undefined || cursor.frame.isBefore(first.frame)))
      first = cursor;
  return first;
}
