import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReadEvent } from '../record/event-record';
import { parseRecord } from '../record/parse-record';
import { rotatedParts } from '../writer/rotated-name';
import { type OnBadLine } from './bad-line';
import { parsedLines } from './read-jsonl.node';

/** An event and where it stands. */
export interface EventLine {
  readonly record: ReadEvent;
  readonly line: string;
  /** From 1 on in its file. */
  readonly number: number;
  readonly file: string;
}

/** Paths of one log of a session folder in the order they were written: rotated parts, then the live file. Parts still waiting for compression are named once. */
export async function sessionFiles(dir: string, base = 'aurora_events'): Promise<string[]> {
  const names = await readdir(dir);
  const parts = rotatedParts(base, names).map(({ name }) => join(dir, name));
  return names.includes(`${base}.jsonl`) ? [...parts, join(dir, `${base}.jsonl`)] : parts;
}

/** Reads every event of a session folder in order, rotated parts included, in constant memory. */
export async function* readEvents(
  dir: string,
  { onBadLine }: { readonly onBadLine: OnBadLine },
): AsyncGenerator<EventLine, void, undefined> {
  for (const path of await sessionFiles(dir)) {
    for await (const { value, line, number, file } of parsedLines(path, parseRecord, onBadLine)) {
      yield { record: value, line, number, file };
    }
  }
}
