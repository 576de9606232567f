import { open, type FileHandle } from 'node:fs/promises';
import { type TsNs } from '@aurora/kernel';
import { type ReadEvent } from '../record/event-record';
import { parseRecord, tsNsOfLine } from '../record/parse-record';
import { type OnBadLine } from './bad-line';
import { linesOf } from './lines-of.node';
import { attempt } from './read-jsonl.node';

const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/**
 * Reads the events of one uncompressed file whose time stamp is after `tsNs`, oldest first. Bisects by the time stamps,
 * which increase, so the cost is that of the events read and not of the file. Bad lines among them are reported without a number.
 */
export async function* readEventsSince(
  path: string,
  tsNs: TsNs,
  { onBadLine }: { readonly onBadLine: OnBadLine },
): AsyncGenerator<{ readonly record: ReadEvent; readonly line: string }, void, undefined> {
  const start = await offsetOfEventsSince(path, tsNs);
  for await (const { lines, rest } of linesOf(path, { start })) {
    for (const line of rest === null ? lines : [rest]) {
      const read = attempt(parseRecord, line);
      if ('problem' in read)
        onBadLine({ file: path, number: null, text: line, reason: read.problem, torn: rest !== null });
      else if (read.parsed.tsNs > tsNs) yield { record: read.parsed, line };
    }
  }
}

/** Time stamp of the last event of a file; `null` when no line carries one. */
export async function lastEventTsNs(path: string): Promise<TsNs | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    for (let span = CHUNK_BYTES; ; span *= 2) {
      const start = Math.max(0, size - span);
      const lines = (await textOf(file, start, size)).split('\n');
      // The first one may be the second half of a line.
      const whole = start === 0 ? lines : lines.slice(1);
      for (const line of whole.reverse()) {
        const read = attempt(tsNsOfLine, line);
        if ('parsed' in read) return read.parsed;
      }
      if (start === 0) return null;
    }
  } finally {
    await file.close();
  }
}

/** Bisects an uncompressed file for the beginning of a line from which on no event after `tsNs` is missed, and few others are read. */
export async function offsetOfEventsSince(path: string, tsNs: TsNs): Promise<number> {
  const file = await open(path, 'r');
  try {
    let low = 0;
    let high = (await file.stat()).size;
    while (high - low > CHUNK_BYTES) {
      const middle = Math.floor((low + high) / 2);
      const found = await firstStampBehind(file, middle, high);
      if (found !== null && found.tsNs <= tsNs) low = found.offset;
      else high = middle;
    }
    return low;
  } finally {
    await file.close();
  }
}

/** The first line with a time stamp that begins behind `from` and ends before `end`. */
async function firstStampBehind(
  file: FileHandle,
  from: number,
  end: number,
): Promise<{ tsNs: TsNs; offset: number } | null> {
  for (let span = CHUNK_BYTES; ; span *= 2) {
    const bytes = await bytesOf(file, from, Math.min(end, from + span));
    let start = bytes.indexOf(NEWLINE) + 1;
    for (let stop = bytes.indexOf(NEWLINE, start); start > 0 && stop !== -1; stop = bytes.indexOf(NEWLINE, start)) {
      const read = attempt(tsNsOfLine, bytes.toString('utf8', start, stop));
      if ('parsed' in read) return { tsNs: read.parsed, offset: from + start };
      start = stop + 1;
    }
    if (from + span >= end) return null;
  }
}

async function bytesOf(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
  return bytes.subarray(0, bytesRead);
}

const textOf = async (file: FileHandle, start: number, end: number): Promise<string> =>
  (await bytesOf(file, start, end)).toString('utf8');
