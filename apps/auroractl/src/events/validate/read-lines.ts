import { lineChunksOf } from '@aurora/events/node';

const NEWLINE = 0x0a;

/** What a file's lines are handed to. */
export interface LineVisitor {
  /** @param number from 1 on. */
  line(text: string, number: number): void;
  /** What stands behind the last newline. */
  rest(text: string, number: number): void;
}

/** Reads a file line by line in constant memory, and says how many lines there were. Rejects when it cannot be read to its end. */
export async function visitLines(file: string, visitor: LineVisitor, onRead: (bytes: number) => void): Promise<number> {
  let number = 0;
  for await (const { bytes, isRest } of lineChunksOf(file, { onRead })) {
    if (isRest) {
      visitor.rest(bytes.toString('utf8'), ++number);
      continue;
    }
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      visitor.line(bytes.toString('utf8', start, end), ++number);
      start = end + 1;
    }
  }
  return number;
}
