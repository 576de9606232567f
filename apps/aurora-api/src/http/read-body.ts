import { isUtf8 } from 'node:buffer';
import { type IncomingMessage } from 'node:http';
import { INVALID_JSON, tooLarge, type Refusal } from './refusal';

/** A body that was read: its text on one line, and what it says. */
export interface JsonBody {
  readonly json: string;
  readonly value: unknown;
}

/** How far beyond the limit a body is read and thrown away: closing on unread data resets the connection, and the answer with it. */
const DRAIN_BYTES = 16 * 2 ** 20;

/**
 * Reads a JSON body of at most `limitBytes` and hands it to exactly one of the two callbacks, once. A client that goes
 * away in the middle gets neither.
 */
export function readJsonBody(
  request: IncomingMessage,
  limitBytes: number,
  onBody: (body: JsonBody) => void,
  onRefusal: (refusal: Refusal) => void,
): void {
  const drainBytes = limitBytes + DRAIN_BYTES;
  const giveUp = (): void => onRefusal({ ...tooLarge(limitBytes), headers: { Connection: 'close' } });
  if (announcedBytes(request) > drainBytes) return giveUp();
  const chunks: Buffer[] = [];
  let bytes = 0;
  const onData = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes <= limitBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes <= drainBytes) return;
    request.off('data', onData);
    request.off('end', onEnd);
    giveUp();
  };
  const onEnd = (): void => {
    if (bytes > limitBytes) return onRefusal(tooLarge(limitBytes));
    const body = parse(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    if (body === null) onRefusal(INVALID_JSON);
    else onBody(body);
  };
  request.on('data', onData);
  request.on('end', onEnd);
}

const CONTENT_LENGTH = 'content-length';

/** What Content-Length says, 0 without it. Looked for in the raw list: making an object of all headers takes longer. */
function announcedBytes({ rawHeaders }: IncomingMessage): number {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === CONTENT_LENGTH.length && name.toLowerCase() === CONTENT_LENGTH)
      return Number(rawHeaders[at + 1]);
  }
  return 0;
}

/** `null` when the bytes are no JSON in UTF-8. What was wrong is of no use to anyone but the sender, who has the text. */
function parse(bytes: Buffer): JsonBody | null {
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString('utf8');
  try {
    return { value: JSON.parse(text) as unknown, json: onOneLine(text) };
  } catch {
    return null;
  }
}

/** The event log is one line a record. In what is JSON, lines break only between tokens. */
const onOneLine = (text: string): string =>
  text.includes('\n') || text.includes('\r') ? text.replaceAll(/[\r\n]/g, ' ') : text;
