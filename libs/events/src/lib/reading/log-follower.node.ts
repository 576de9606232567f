import { type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tsNsOfLine } from '../record/parse-record';
import { type RotatedPart } from '../writer/rotated-name';
import { lineChunksOf } from './line-chunks.node';
import { isAt, openLog } from './open-log.node';

const CHUNK_BYTES = 2 ** 18;
const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/**
 * Follows a log as it is written: every line once and in order, through rotation and compression, and when what could not be made
 * durable is cut off and written again. It asks the file system only when it is polled.
 */
export class LogFollower {
  /** Behind the last byte read. */
  private position: number;
  /** Read, but without its newline yet. */
  private unfinished: Buffer = NOTHING;
  /** The last line handed over. */
  private last: Buffer | null = null;
  /** After a cut: lines up to this time were handed over before. */
  private knownTo: bigint | null = null;

  private constructor(
    private readonly path: string,
    private live: FileHandle | null,
    private seenParts: readonly RotatedPart[],
    readonly end: number,
  ) {
    this.position = end;
  }

  /** Begins behind the last whole line that stands there now. What is older is in `parts` and, before byte `end`, in `file`. */
  static async open(path: string): Promise<LogFollower> {
    const { live, parts } = await openLog(path);
    const size = live === null ? 0 : (await live.stat()).size;
    return new LogFollower(path, live, parts, live === null ? 0 : await endOfLines(live, size));
  }

  /** The live file, until the next poll; `null` while there is none. */
  get file(): FileHandle | null {
    return this.live;
  }

  /** What was set aside before the live file, oldest first. */
  get parts(): readonly RotatedPart[] {
    return this.seenParts;
  }

  /** Yields the lines written since the last poll, without their newlines. */
  async *poll(): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      yield* this.grown();
      if (await isAt(this.path, this.live)) return;
      // Nothing is written into a file after it was renamed, so this was the last of it.
      yield* this.grown();
      yield* this.next();
    }
  }

  async close(): Promise<void> {
    await this.live?.close();
    this.live = null;
  }

  /** What the live file has grown by. */
  private async *grown(): AsyncGenerator<Buffer, void, undefined> {
    const { live } = this;
    if (live === null) return;
    const { size } = await live.stat();
    if (size < this.position) this.cutTo(size);
    while (this.position < size) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - this.position));
      const { bytesRead } = await live.read(chunk, 0, chunk.length, this.position);
      if (bytesRead === 0) return;
      this.position += bytesRead;
      yield* this.lines(Buffer.concat([this.unfinished, chunk.subarray(0, bytesRead)]));
    }
  }

  private *lines(bytes: Buffer): Generator<Buffer, void, undefined> {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      const line = bytes.subarray(start, end);
      start = end + 1;
      if (this.wasHandedOver(line)) continue;
      this.last = line;
      yield line;
    }
    this.unfinished = bytes.subarray(start);
  }

  private cutTo(size: number): void {
    this.position = size;
    this.unfinished = NOTHING;
    this.knownTo = timeOf(this.last);
  }

  private wasHandedOver(line: Buffer): boolean {
    if (this.knownTo === null) return false;
    const tsNs = timeOf(line);
    if (tsNs !== null && tsNs <= this.knownTo) return true;
    this.knownTo = null;
    return false;
  }

  /** Goes on to the file that is live now, over the parts that were set aside since the last one was. */
  private async *next(): AsyncGenerator<Buffer, void, undefined> {
    await this.live?.close();
    const ownSeq = this.live === null ? null : (this.seenParts.at(-1)?.seq ?? 0) + 1;
    const known = ownSeq ?? this.seenParts.at(-1)?.seq ?? 0;
    const { live, parts } = await openLog(this.path);
    this.live = live;
    this.seenParts = parts;
    this.position = 0;
    this.unfinished = NOTHING;
    for (const { name, seq } of parts) {
      if (seq <= known) continue;
      for await (const { bytes } of lineChunksOf(join(dirname(this.path), name))) yield* this.lines(bytes);
      this.unfinished = NOTHING;
    }
  }
}

function timeOf(line: Buffer | null): bigint | null {
  if (line === null) return null;
  try {
    return tsNsOfLine(line.toString('utf8'));
  } catch {
    return null; // a line without a time is not known to have been seen
  }
}

/** Behind the last newline before `size`. */
async function endOfLines(file: FileHandle, size: number): Promise<number> {
  for (let stop = size; stop > 0; stop -= CHUNK_BYTES) {
    const start = Math.max(0, stop - CHUNK_BYTES);
    const chunk = Buffer.alloc(stop - start);
    await file.read(chunk, 0, chunk.length, start);
    const newline = chunk.lastIndexOf(NEWLINE);
    if (newline !== -1) return start + newline + 1;
  }
  return 0;
}
