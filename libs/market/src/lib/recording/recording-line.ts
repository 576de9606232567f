import { msToNs, parseTsNs, type Ms, type TsNs } from '@aurora/kernel';
import { WireError } from '../wire/wire-error';

/** One received text: when, for which book, and the text as it came. */
export interface RecordedFrame {
  /** Local receive time as float64; finer than a microsecond only in `localNs`. */
  readonly localMs: Ms;
  /** Local receive time to the nanosecond. */
  readonly localNs: TsNs;
  readonly symbol: string;
  /** Untouched websocket text or REST depth answer. */
  readonly frame: string;
}

/** A frame received at `localMs`. */
export const recordedFrame = (localMs: Ms, symbol: string, frame: string): RecordedFrame => ({
  localMs,
  localNs: msToNs(localMs),
  symbol,
  frame,
});

/**
 * Local receive time of a recording line `<digits> <frame>` and its text. The digits are nanoseconds (19), microseconds
 * (16) or milliseconds (13) since the epoch; their number says which.
 * @throws WireError `bad_line` on any other prefix.
 */
export function splitRecordingLine(line: string): { localNs: TsNs; frame: string } {
  const blank = line.indexOf(' ');
  const digits = line.slice(0, blank);
  if ((blank !== 19 && blank !== 16 && blank !== 13) || !/^[1-9]\d+$/.test(digits))
    throw new WireError('bad_line', digits.slice(0, 32));
  return { localNs: parseTsNs(digits.padEnd(19, '0')), frame: line.slice(blank + 1) };
}

/** The line of a recording file, without its line feed. */
export const recordingLine = (frame: RecordedFrame): string => `${frame.localNs} ${frame.frame}`;
