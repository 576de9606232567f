import type { TsNs } from '@aurora/kernel';
import { WireError } from '../wire/wire-error';
import { TimedFrame } from './recorded-frame';

const ZERO = 48;
const BLANK = 32;
const SECOND_DIGITS = 10;
/** By the digits that follow those of the seconds: what makes them nanoseconds. */
const TO_NANOS: Readonly<Record<number, number>> = { 3: 1_000_000, 6: 1000, 9: 1 };

/**
 * The frame of a line `<digits> <frame>`, as hftbacktest writes them. The digits are nanoseconds (19), microseconds (16) or milliseconds (13)
 * since the epoch; their number says which.
 * @param from where the line begins in `text`, `to` where it ends.
 * @throws WireError `bad_line` on any other prefix.
 */
export function timedFrame(text: string, from: number, to: number, symbol: string): TimedFrame {
  let at = from;
  let seconds = 0;
  let fraction = 0;
  for (; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) break;
    if (at - from < SECOND_DIGITS) seconds = seconds * 10 + digit;
    else fraction = fraction * 10 + digit;
  }
  const toNanos = TO_NANOS[at - from - SECOND_DIGITS];
  if (toNanos === undefined || at === to || text.charCodeAt(at) !== BLANK || text.charCodeAt(from) === ZERO)
    throw new WireError('bad_line', text.slice(from, Math.min(at, from + 32)));
  return new TimedFrame(seconds, fraction * toNanos, symbol, text.slice(at + 1, to));
}

/** Local receive time of a line `<digits> <frame>` and its text. Throws as `timedFrame` does. */
export function splitRecordingLine(line: string): { localNs: TsNs; frame: string } {
  const { localNs, frame } = timedFrame(line, 0, line.length, '');
  return { localNs, frame };
}
