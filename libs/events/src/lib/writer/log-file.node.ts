import { close, constants, fdatasync, fstat, ftruncate, open, write } from 'node:fs';

type Done = (error: Error | null) => void;

/** What the writer asks of an open file, and no more, so that tests can wrap a real one and make it fail. */
export interface LogFile {
  /** Bytes it held when it was opened. */
  readonly size: number;
  /** Writes at a position; may write less than asked. */
  write(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null, written: number) => void,
  ): void;
  truncate(length: number, done: Done): void;
  /** Done when the contents are on the disk. */
  datasync(done: Done): void;
  close(done: Done): void;
}

export type OpenLogFile = (path: string) => Promise<LogFile>;

/** The owner alone: details name accounts and positions. */
export const LOG_FILE_MODE = 0o600;

// Without append mode: the writer knows where its last whole line ends and writes there.
const READ_WRITE_CREATE = constants.O_RDWR | constants.O_CREAT;

/** Opens a file for the writer, creating it when it is not there. */
export const openLogFile: OpenLogFile = (path) =>
  new Promise((resolve, reject) => {
    open(path, READ_WRITE_CREATE, LOG_FILE_MODE, (error, fd) => {
      if (error) return reject(error);
      fstat(fd, (statError, stats) => {
        if (statError) return close(fd, () => reject(statError));
        resolve({
          size: stats.size,
          write: (buffer, offset, length, position, done) => write(fd, buffer, offset, length, position, done),
          truncate: (length, done) => ftruncate(fd, length, done),
          datasync: (done) => fdatasync(fd, done),
          close: (done) => close(fd, done),
        });
      });
    });
  });
