import { type OnBadLine } from './bad-line';
import { linesOf } from './lines-of.node';

/** One line that could be read. */
export interface ReadLine<T> {
  readonly value: T;
  /** As it stands in the file, without its newline. */
  readonly line: string;
  /** From 1 on. */
  readonly number: number;
  readonly file: string;
}

/** Reads a JSONL file line by line, also `.gz`, in constant memory. A line that `parse` throws at goes to `onBadLine`. */
export async function* parsedLines<T>(
  file: string,
  parse: (line: string) => T,
  onBadLine: OnBadLine,
): AsyncGenerator<ReadLine<T>, void, undefined> {
  let number = 0;
  for await (const { lines, rest } of linesOf(file)) {
    for (const line of lines) {
      const value = attempt(parse, line);
      number++;
      if ('problem' in value) onBadLine({ file, number, text: line, reason: value.problem, torn: false });
      else yield { value: value.parsed, line, number, file };
    }
    if (rest === null) continue;
    const value = attempt(parse, rest);
    number++;
    if ('problem' in value) onBadLine({ file, number, text: rest, reason: value.problem, torn: true });
    else yield { value: value.parsed, line: rest, number, file };
  }
}

/** What `readJsonl` calls. */
export interface JsonlVisitor<T> {
  /** Default `JSON.parse`. */
  readonly parse?: (line: string) => T;
  readonly onLine: (value: T, number: number, line: string) => void;
  readonly onBadLine: OnBadLine;
}

/** Visits every line of a JSONL file in order, also `.gz`, in constant memory. Rejects when the file cannot be read. */
export async function readJsonl<T = unknown>(path: string, visitor: JsonlVisitor<T>): Promise<void> {
  const parse = visitor.parse ?? ((line: string) => JSON.parse(line) as T);
  for await (const { value, number, line } of parsedLines(path, parse, visitor.onBadLine)) {
    visitor.onLine(value, number, line);
  }
}

/** What parsing a line gives, or why it cannot be parsed. */
export function attempt<T>(parse: (line: string) => T, line: string): { parsed: T } | { problem: string } {
  try {
    return { parsed: parse(line) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
