import { type JsonlWriterOptions } from './jsonl-writer-options';
import { openLogFile, type LogFile } from './log-file.node';
import { syncFolderOf } from './tail-recovery.node';

/** An open log file that knows where its last durable line ends and can be cut back to there. */
export class CuttableFile {
  private writtenBytes: number;
  private durableBytes: number;
  /** Whether something may stand beyond the last durable line. */
  private uncut = false;

  constructor(private readonly file: LogFile) {
    this.writtenBytes = this.durableBytes = file.size;
  }

  get size(): number {
    return this.writtenBytes;
  }

  /** Writes all of it behind what was written, in as many writes as the system takes. After an error `cutBack` must come next. */
  writeAll(buffer: Uint8Array, bytes: number, done: (error: Error | null) => void, from = 0): void {
    this.file.write(buffer, from, bytes - from, this.writtenBytes + from, (error, count) => {
      if (error !== null || count === 0) return done(error ?? new Error('the file takes no more bytes'));
      if (from + count < bytes) return this.writeAll(buffer, bytes, done, from + count);
      this.writtenBytes += bytes;
      done(null);
    });
  }

  /** What was written next will not be cut back any more. */
  settle(batches: readonly { readonly bytes: number }[]): void {
    for (const { bytes } of batches) this.durableBytes += bytes;
  }

  /** Drops everything that is not durable from the file. */
  retreat(): void {
    this.writtenBytes = this.durableBytes;
    this.uncut = true;
  }

  /** Cuts the file to its durable part, unless that was done. */
  cutBack(done: (error: Error | null) => void): void {
    if (!this.uncut) return done(null);
    this.file.truncate(this.durableBytes, (error) => {
      this.uncut = error !== null;
      done(error);
    });
  }

  datasync(done: (error: Error | null) => void): void {
    this.file.datasync(done);
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => this.file.close((error) => (error === null ? resolve() : reject(error))));
  }
}

/** Opens the live file of a writer; for durability `disk` its entry in the folder is durable as well. */
export async function openCuttable(
  options: Pick<JsonlWriterOptions, 'path' | 'durability' | 'open'>,
): Promise<CuttableFile> {
  const file = new CuttableFile(await (options.open ?? openLogFile)(options.path));
  if (options.durability !== 'disk') return file;
  try {
    await syncFolderOf(options.path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
