import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { BadRecord, parseRecord, type JournalRecord } from './journal-record';

/** What opening a journal found. */
export interface OpenedJournal {
  readonly journal: StudyJournal;
  readonly records: readonly JournalRecord[];
  /** Bytes of a last line that was not written to its end, and was cut off; 0 without one. */
  readonly tornBytes: number;
}

/** A journal that cannot be read or written; the message names file and line. */
export class JournalError extends Error {}

/**
 * A study on disk: one JSON record a line, in the layout of Optuna's journal file. Every batch is one write at the end of the
 * file and on disk when `append` returns. One writer at a time: whoever opens it sees to that; another's write is noticed
 * at the next append.
 */
export class StudyJournal {
  private constructor(
    private readonly fd: number,
    private readonly path: string,
    private size: number,
  ) {}

  /**
   * Opens the file, or makes a new one that its owner alone can read. A last line without its end is cut off.
   * @throws JournalError when any other line is no record.
   */
  static open(path: string): OpenedJournal {
    const fd = openSync(path, 'a+', 0o600);
    try {
      const bytes = readFileSync(fd);
      const whole = bytes.lastIndexOf('\n') + 1;
      const records = recordsOf(bytes.toString('utf8', 0, whole), path);
      if (whole < bytes.length) ftruncateSync(fd, whole);
      if (bytes.length === 0) syncFolder(path);
      return { journal: new StudyJournal(fd, path, whole), records, tornBytes: bytes.length - whole };
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /**
   * Adds records; they are on disk when it returns.
   * @throws JournalError when somebody else has written meanwhile. Whatever the file system throws, the file is as it was before.
   */
  append(records: readonly JournalRecord[]): void {
    const { size } = fstatSync(this.fd);
    if (size !== this.size)
      throw new JournalError(
        `${this.path}: another program has written to it; one at a time may. Stop the other and go on`,
      );
    const bytes = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(this.fd, bytes, done);
      fdatasyncSync(this.fd);
    } catch (error) {
      ftruncateSync(this.fd, this.size);
      throw error;
    }
    this.size += bytes.length;
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Reads a journal that somebody else may be writing, without changing it; a last line without its end is left out. @throws JournalError as `open` does, and when there is no file. */
export function readJournal(path: string): readonly JournalRecord[] {
  try {
    const bytes = readFileSync(path);
    return recordsOf(bytes.toString('utf8', 0, bytes.lastIndexOf('\n') + 1), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new JournalError(`there is no journal ${path}`);
    throw error;
  }
}

function recordsOf(text: string, path: string): JournalRecord[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      try {
        return parseRecord(line);
      } catch (error) {
        if (!(error instanceof BadRecord)) throw error;
        throw new JournalError(`${path}:${index + 1}: ${error.message}`);
      }
    });
}

/** A new file is there after a crash only when its folder is on disk too. */
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
