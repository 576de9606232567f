import { type IncomingMessage } from 'node:http';
import { INVALID_JSON, tooLarge, type Refusal } from './refusal';

/** A body that was read: its text on one line, and what it says. */
export interface JsonBody {
  readonly json: string;
  readonly value: unknown;
}

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
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) {
    onRefusal(tooLarge(limitBytes));
    return;
  }
  let chunks: Buffer[] | null = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    if (chunks === null) return;
    bytes += chunk.length;
    if (bytes <= limitBytes) {
      chunks.push(chunk);
      return;
    }
    chunks = null;
    onRefusal(tooLarge(limitBytes));
  });
  request.on('end', () => {
    if (chunks === null) return;
    const text = chunks.length === 1 ? chunks[0]!.toString('utf8') : Buffer.concat(chunks).toString('utf8');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // What was wrong with it is of no use to anyone but the sender, who has the text.
      onRefusal(INVALID_JSON);
      return;
    }
    onBody({ value, json: isOneLine(text) ? text : JSON.stringify(value) });
  });
}

/** White space between JSON tokens may break lines; the event log is one line a record. */
const isOneLine = (text: string): boolean => !text.includes('\n') && !text.includes('\r');
