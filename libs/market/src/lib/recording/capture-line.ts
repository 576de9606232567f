import { WireError } from '../wire/wire-error';
import { TimedFrame } from './recorded-frame';

/** `1617647798.3741188: `, seconds with up to nine decimals, or the same behind the address of a REST request. */
const TIME = /^(?:(https?:\/\/\S+) -> )?([1-9]\d{9})(?:\.(\d{1,9}))?: /;
/** Lines about the capture itself: what was asked for, and when a connection was made. */
const ABOUT_CAPTURE = /^(?:configuration: |wss?:\/\/\S+ <-> )/;
const DEPTH_REQUEST = /\/depth\?(?:.*&)?symbol=(\w+)/;
const STREAM = '{"stream":"';
const SYMBOL = '"s":"';
const ALL_MARKETS = `${STREAM}!`;

/**
 * The frame of a line as cryptofeed captures them, `<seconds>: <frame>` or `<REST address> -> <seconds>: <answer>`, many
 * symbols in one file; its symbol is that of the stream, of the message or of the address.
 * @returns `undefined` for lines about the capture and for messages of no symbol (acknowledgements, REST answers other
 * than depth).
 * @throws WireError `bad_line` on any other line.
 */
export function captureFrame(line: string): TimedFrame | undefined {
  if (ABOUT_CAPTURE.test(line)) return undefined;
  const found = TIME.exec(line);
  if (found === null) throw new WireError('bad_line', line.slice(0, 32));
  const [prefix, address, seconds, decimals = ''] = found;
  const frame = line.slice(prefix.length);
  const symbol = address === undefined ? symbolOf(frame) : DEPTH_REQUEST.exec(address)?.[1];
  if (symbol === undefined) return undefined;
  return new TimedFrame(Number(seconds), Number(decimals.padEnd(9, '0')), symbol.toUpperCase(), frame);
}

function symbolOf(frame: string): string | undefined {
  if (frame.startsWith(ALL_MARKETS)) return undefined;
  if (frame.startsWith(STREAM)) return upTo(frame, STREAM.length, '@');
  const at = frame.indexOf(SYMBOL);
  return at < 0 ? undefined : upTo(frame, at + SYMBOL.length, '"');
}

function upTo(text: string, from: number, end: string): string | undefined {
  const at = text.indexOf(end, from);
  return at <= from ? undefined : text.slice(from, at);
}
