import { type WriteDone } from './write-failed';

/** Lines that are written together. */
export interface Batch {
  readonly lines: readonly string[];
  readonly dones: readonly (WriteDone | undefined)[];
  /** The lines with their newlines, `bytes` long. */
  readonly buffer: Buffer;
  readonly bytes: number;
}

const BUFFER_BYTES = 4 * 1024 * 1024;
/** UTF-8 takes at most three bytes for one UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;
const NEWLINE = 0x0a;

/** Lines waiting to be written, in order, and the buffer they are encoded into; one batch at a time may use it. */
export class LineQueue {
  private lines: string[] = [];
  private dones: (WriteDone | undefined)[] = [];
  private readonly buffer = Buffer.allocUnsafe(BUFFER_BYTES);

  get size(): number {
    return this.lines.length;
  }

  /** Characters of the next line and its newline. */
  get nextUnits(): number {
    return (this.lines[0]?.length ?? 0) + 1;
  }

  push(line: string, done: WriteDone | undefined): void {
    this.lines.push(line);
    this.dones.push(done);
  }

  /** Takes lines from the front while they fit into the buffer and, as characters, into `room`; always at least one. */
  take(room: number): Batch {
    let buffer = this.buffer;
    const first = this.lines[0]!;
    if ((first.length + 1) * MAX_BYTES_PER_UNIT > BUFFER_BYTES)
      buffer = Buffer.allocUnsafe(Buffer.byteLength(first) + 1);
    let bytes = 0;
    let count = 0;
    do {
      const line = this.lines[count]!;
      bytes += buffer.write(line, bytes);
      buffer[bytes++] = NEWLINE;
      count++;
    } while (count < this.lines.length && this.fits(this.lines[count]!.length + 1, bytes, buffer.length, room));
    if (count === this.lines.length) return { ...this.clear(), buffer, bytes };
    return { lines: this.lines.splice(0, count), dones: this.dones.splice(0, count), buffer, bytes };
  }

  /** Puts lines back in front, and takes the callbacks of everything waiting; from now on nobody waits for these lines. */
  putBack(batches: readonly Batch[]): WriteDone[] {
    const waiting = [...batches.flatMap(({ dones }) => dones), ...this.dones].filter((done) => done !== undefined);
    this.lines = [...batches.flatMap(({ lines }) => lines), ...this.lines];
    this.dones = new Array<undefined>(this.lines.length).fill(undefined);
    return waiting;
  }

  /** Empties it and says what was in it. */
  clear(): { lines: string[]; dones: (WriteDone | undefined)[] } {
    const { lines, dones } = this;
    this.lines = [];
    this.dones = [];
    return { lines, dones };
  }

  private fits(units: number, bytes: number, capacity: number, room: number): boolean {
    return bytes + units <= room && bytes + units * MAX_BYTES_PER_UNIT <= capacity;
  }
}
