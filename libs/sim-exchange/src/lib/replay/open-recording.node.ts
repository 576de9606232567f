import { readRecordingBlocks, recordingFiles } from '@aurora/market/node';
import { RecordedMarket } from './recorded-market';

/** A recording that is read while it plays. */
export interface OpenRecording {
  readonly market: RecordedMarket;
  /** Reads on when the market asks for it; to be called again and again. Rejects when the files cannot be read. */
  refill(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a folder of recordings and reads its beginning, in which each symbol needs a depth snapshot.
 * @param symbols only these (upper case); all when not given.
 * @throws Error when the folder holds no recording (of these symbols) or one without a depth snapshot.
 */
export async function openRecording(
  folder: string,
  symbols: readonly string[] | undefined,
  loop: boolean,
): Promise<OpenRecording> {
  const found = [...(await recordingFiles(folder)).keys()];
  const missing = found.length === 0 ? undefined : symbols?.find((symbol) => !found.includes(symbol));
  if (missing !== undefined) throw new Error(`no recording of ${missing} in ${folder}`);
  let blocks = readRecordingBlocks(folder, symbols);
  const { value, done } = await blocks.next();
  const first = done === true ? [] : value;
  // The files of some recorders are of many symbols each: then those that come first are all there are.
  const names = symbols ?? (found.length > 0 ? found : [...new Set(first.map(({ symbol }) => symbol))]);
  const market = new RecordedMarket(names);
  market.push(first);
  let isReading = false;
  const refill = async () => {
    if (isReading) return;
    isReading = true;
    while (market.isHungry) {
      const next = await blocks.next();
      if (next.done !== true) market.push(next.value);
      else if (!loop) market.complete();
      else {
        market.startOver();
        blocks = readRecordingBlocks(folder, symbols);
      }
    }
    isReading = false;
  };
  const close = async () => void (await blocks.return(undefined));
  await refill();
  if (!market.prepare()) {
    await close();
    throw new Error(`a recording in ${folder} does not begin with a depth snapshot to build a book on`);
  }
  return { market, refill, close };
}
