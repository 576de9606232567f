import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Durability } from '../logging-config';
import { FaultyDisk, ManualTimer } from './faulty-disk.fixture';
import { JsonlWriter } from './jsonl-writer.node';
import { type JsonlWriterOptions, type WriterState } from './jsonl-writer-options';
import { rotatedParts } from './rotated-name';
import { tempFolders } from './temp-folder.fixture';
import { type WriteFailed } from './write-failed';

/** Folders that are deleted after each test of the file that imports this. */
export const newFolder = tempFolders();
export const rotation = { maxBytes: 1e9, retentionDays: 7, retentionFiles: 10 };

/** A writer on a disk that fails when told to, and what a test looks at. */
export async function openWriter(durability: Durability, options: Partial<JsonlWriterOptions> = {}) {
  const disk = new FaultyDisk();
  const timer = new ManualTimer();
  const states: WriterState[] = [];
  const path = join(newFolder(), 'aurora_events.jsonl');
  const { writer } = await JsonlWriter.open({
    path,
    durability,
    queueMax: 1000,
    rotation,
    nowMs: () => 1_767_225_600_000,
    onState: (state) => states.push(state),
    open: disk.open,
    afterMs: timer.afterMs,
    ...options,
  });
  const append = (line: string) => new Promise<WriteFailed | null>((resolve) => writer.append(line, resolve));
  const content = () => readFileSync(path, 'utf8');
  return { writer, disk, timer, states, path, append, content };
}

export const line = (n: number): string => `{"n":${n}}`;
export const text = (...numbers: number[]): string => numbers.map((n) => `${line(n)}\n`).join('');

/** What stands in a log and its rotated parts; a part may be compressed between listing and reading. */
export function wholeLog(path: string): string {
  const parts = rotatedParts('aurora_events', readdirSync(dirname(path))).map(({ name }) => {
    const part = join(dirname(path), name);
    if (name.endsWith('.gz')) return gunzipSync(readFileSync(part)).toString('utf8');
    try {
      return readFileSync(part, 'utf8');
    } catch {
      return gunzipSync(readFileSync(`${part}.gz`)).toString('utf8');
    }
  });
  return parts.join('') + (existsSync(path) ? readFileSync(path, 'utf8') : '');
}

/** Whether everything got written; while writing fails, that takes a retry. */
export async function flushed(writer: JsonlWriter, timer: ManualTimer): Promise<boolean> {
  const outcome = writer.flush().then(
    () => true,
    () => false,
  );
  timer.fire();
  return outcome;
}
