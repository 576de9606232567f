import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EventGlance } from '@aurora/events';
import { lineChunksOf, linesBackwards, type LogFollower } from '@aurora/events/node';
import { msOf, type Wanted } from '../event-filter';

const NEWLINE = 0x0a;

/** What is asked of the end of a log. */
export interface LastEventsQuery {
  readonly count: number;
  /** Left out: every line counts, also one that is no event. */
  readonly wanted?: Wanted;
  /** Older events are not looked at; times increase along a log. */
  readonly sinceMs?: number;
}

/** The last lines of a log that count, oldest first: read from its end backwards, so that only what is taken costs time and memory. */
export async function lastEventsOf(log: LogFollower, path: string, query: LastEventsQuery): Promise<Buffer[]> {
  const last = new LastEvents(query);
  if (log.file !== null) await last.takeBackwards(linesBackwards(log.file, log.end));
  for (const { name } of [...log.parts].reverse()) {
    if (last.isComplete) break;
    await last.takeFile(join(dirname(path), name));
  }
  return last.oldestFirst();
}

/** The last lines of one file that count, oldest first. */
export async function lastEventsIn(path: string, query: LastEventsQuery): Promise<Buffer[]> {
  const last = new LastEvents(query);
  await last.takeFile(path);
  return last.oldestFirst();
}

class LastEvents {
  private readonly event = new EventGlance();
  private readonly kept: Buffer[] = [];
  private isTooOld = false;

  constructor(private readonly query: LastEventsQuery) {}

  get isComplete(): boolean {
    return this.isTooOld || this.kept.length >= this.query.count;
  }

  oldestFirst(): Buffer[] {
    return [...this.kept].reverse();
  }

  async takeBackwards(lines: AsyncIterable<Buffer>): Promise<void> {
    if (this.isComplete) return;
    for await (const line of lines) {
      // A copy, so that a line does not keep the chunk it came in.
      if (this.counts(line, 0, line.length)) this.kept.push(Buffer.from(line));
      if (this.isComplete) return;
    }
  }

  /** A part that is compressed can only be read forwards: of it, the last lines that count are held on to. */
  async takeFile(path: string): Promise<void> {
    const file = path.endsWith('.gz') ? null : await open(path, 'r').catch(nullIfMissing);
    if (file === null) return this.takeForwards(path);
    try {
      await this.takeBackwards(linesBackwards(file, (await file.stat()).size));
    } finally {
      await file.close();
    }
  }

  private async takeForwards(path: string): Promise<void> {
    const most = this.query.count - this.kept.length;
    if (most <= 0) return;
    const ring: Buffer[] = [];
    let next = 0;
    let sawTooOld = false;
    for await (const { bytes, isRest } of lineChunksOf(path)) {
      if (isRest) break;
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
        if (this.counts(bytes, start, end)) {
          ring[next] = Buffer.from(bytes.subarray(start, end));
          next = (next + 1) % most;
        }
        sawTooOld ||= this.isTooOld;
        start = end + 1;
      }
    }
    this.isTooOld = sawTooOld;
    const ordered = [...ring.slice(next), ...ring.slice(0, next)];
    this.kept.push(...(ring.length < most ? ring : ordered).reverse());
  }

  private counts(bytes: Buffer, start: number, end: number): boolean {
    const { wanted, sinceMs } = this.query;
    if (wanted === undefined && sinceMs === undefined) return true;
    const { event } = this;
    try {
      event.read(bytes, start, end);
    } catch {
      return false; // not an event: no filter can want it
    }
    this.isTooOld = sinceMs !== undefined && msOf(event) < sinceMs;
    return !this.isTooOld && (wanted?.(event) ?? true);
  }
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  // Compressed since it was listed.
  if (error.code === 'ENOENT') return null;
  throw error;
}
