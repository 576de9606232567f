import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { recordingLine, type RecordedFrame } from '../recording/recorded-frame';

interface OpenFile {
  readonly day: number;
  readonly gzip: Gzip;
  /** Lines not handed to the compressor yet: it costs the less a line, the more it gets at a time. */
  lines: string[];
  length: number;
}

const DAY_MS = 86_400_000;
const BLOCK_LENGTH = 64 * 1024;
/** What may wait for a slow disk; beyond it recording ends, for one with holes would be worse than none. */
const LARGEST_BACKLOG_BYTES = 64 * 1024 * 1024;

/**
 * Writes frames into recording files `<symbol>_<yyyymmdd>T<hhmmss>.<ms>.gz` of a folder, a file a symbol and UTC day, as
 * `readRecording` takes them. No file is ever written to twice. One that was never closed, because the process was killed,
 * lacks its end and cannot be read to it.
 */
export class RecordingWriter {
  private readonly files = new Map<string, OpenFile>();
  private readonly writing = new Set<Promise<void>>();
  private hasFailed = false;

  /**
   * @param folder is made when it is not there.
   * @param onError hears once of a write that failed; from then on nothing is written.
   */
  constructor(
    private readonly folder: string,
    private readonly onError: (error: Error) => void,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  /** Never throws and never waits. */
  write(frame: RecordedFrame): void {
    if (this.hasFailed) return;
    const file = this.fileFor(frame);
    // One line a frame, whatever was sent; outside strings a JSON text may have blanks for line feeds.
    const line = recordingLine(frame).replace(/[\r\n]+/g, ' ');
    file.lines.push(line);
    file.length += line.length;
    if (file.length >= BLOCK_LENGTH) this.flush(file);
  }

  /** Resolves when everything written is on disk. */
  async close(): Promise<void> {
    for (const file of this.files.values()) this.end(file);
    this.files.clear();
    await Promise.all(this.writing);
  }

  private fileFor({ symbol, localMs }: RecordedFrame): OpenFile {
    const day = Math.floor(localMs / DAY_MS);
    const last = this.files.get(symbol);
    if (last?.day === day) return last;
    if (last !== undefined) this.end(last);
    const file: OpenFile = { day, gzip: createGzip(), lines: [], length: 0 };
    this.files.set(symbol, file);
    const stamp = new Date(localMs).toISOString().replace(/[-:Z]/g, '');
    const path = join(this.folder, `${symbol.toLowerCase()}_${stamp}.gz`);
    const written = pipeline(file.gzip, createWriteStream(path, { flags: 'wx' }))
      .catch((error: Error) => this.fail(error))
      .finally(() => void this.writing.delete(written));
    this.writing.add(written);
    return file;
  }

  private flush(file: OpenFile): void {
    if (file.lines.length > 0) file.gzip.write(`${file.lines.join('\n')}\n`);
    file.lines = [];
    file.length = 0;
    if (file.gzip.writableLength > LARGEST_BACKLOG_BYTES)
      file.gzip.destroy(new Error('the disk is too slow to record'));
  }

  private end(file: OpenFile): void {
    if (file.gzip.destroyed) return;
    this.flush(file);
    file.gzip.end();
  }

  private fail(error: Error): void {
    if (this.hasFailed) return;
    this.hasFailed = true;
    for (const { gzip } of this.files.values()) gzip.destroy();
    this.files.clear();
    this.onError(error);
  }
}
