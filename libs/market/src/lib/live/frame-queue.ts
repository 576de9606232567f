import type { RecordedFrame } from '../recording/recorded-frame';
import type { Keep } from './stream-channel';

/** What the queue must know of a frame; one object for all frames of a stream. */
export interface QueueTag {
  readonly symbol: string;
  readonly keep: Keep | 'snapshot';
}

export interface QueueHandlers {
  /** Messages of which a newer one is queued were dropped. */
  readonly onConflated: (dropped: number) => void;
  /** Diffs (and snapshots) of a symbol were given up. */
  readonly onGivenUp: (symbol: string, dropped: number) => void;
}

/**
 * Frames that wait for a consumer, in order. Pausing the socket instead is no answer: the venue disconnects who does not
 * read, and what is read late is old. So beyond `maxQueue` frames only the newest of each stream that tells a state is
 * kept; if more than half of `maxQueue` is left, symbols lose their diffs, the one with most of them first, which takes a
 * new snapshot afterwards. Trades are never dropped: with nothing else left the queue grows with them.
 */
export class FrameQueue {
  longest = 0;
  private frames: RecordedFrame[] = [];
  private tags: QueueTag[] = [];
  /** Twice what could not be dropped: going through the queue costs no more per frame however long it is. */
  private limit: number;
  private readonly givenUp = new Set<string>();

  constructor(
    private readonly maxQueue: number,
    private readonly handlers: QueueHandlers,
  ) {
    if (!(maxQueue >= 1)) throw new RangeError(`maxQueue must be at least 1, got ${maxQueue}`);
    this.limit = maxQueue;
  }

  get length(): number {
    return this.frames.length;
  }

  /** @returns false for a diff or snapshot of a symbol that has lost its diffs since the last `take`: they lead nowhere. */
  push(frame: RecordedFrame, tag: QueueTag): boolean {
    if (this.givenUp.has(tag.symbol) && isBookPart(tag)) return false;
    this.frames.push(frame);
    this.tags.push(tag);
    if (this.frames.length > this.limit) this.relieve();
    this.longest = Math.max(this.longest, this.frames.length);
    return true;
  }

  holdsSnapshot(symbol: string): boolean {
    return this.tags.some((tag) => tag.keep === 'snapshot' && tag.symbol === symbol);
  }

  /** Everything queued, and the symbols whose diffs were given up meanwhile: their books may be built anew. */
  take(): { readonly frames: RecordedFrame[]; readonly givenUp: readonly string[] } {
    const taken = { frames: this.frames, givenUp: [...this.givenUp] };
    this.frames = [];
    this.tags = [];
    this.limit = this.maxQueue;
    this.givenUp.clear();
    return taken;
  }

  private relieve(): void {
    const outdated = this.frames.length - this.retain(this.newestOnly());
    if (outdated > 0) this.handlers.onConflated(outdated);
    while (this.frames.length > this.maxQueue / 2) {
      const symbol = this.symbolWithMostDiffs();
      if (symbol === undefined) break;
      this.givenUp.add(symbol);
      const before = this.frames.length;
      this.retain((at) => !(this.tags[at]!.symbol === symbol && isBookPart(this.tags[at]!)));
      this.handlers.onGivenUp(symbol, before - this.frames.length);
    }
    this.limit = Math.max(this.maxQueue, 2 * this.frames.length);
  }

  private newestOnly(): (at: number) => boolean {
    const newest = new Map<QueueTag, number>();
    this.tags.forEach((tag, at) => newest.set(tag, at));
    return (at) => this.tags[at]!.keep !== 'newest' || newest.get(this.tags[at]!) === at;
  }

  private symbolWithMostDiffs(): string | undefined {
    const counts = new Map<string, number>();
    for (const { symbol, keep } of this.tags) if (keep === 'diff') counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
  }

  /** @returns how many are left. */
  private retain(keeps: (at: number) => boolean): number {
    const kept = this.frames.map((_, at) => keeps(at));
    this.frames = this.frames.filter((_, at) => kept[at]);
    this.tags = this.tags.filter((_, at) => kept[at]);
    return this.frames.length;
  }
}

const isBookPart = ({ keep }: QueueTag): boolean => keep === 'diff' || keep === 'snapshot';
