import type { Side } from '@aurora/kernel';
import { ticksToPrice } from '../wire/ticks';
import type { DepthDiffEvent, DepthSnapshotEvent, Levels, PartialDepthEvent } from '../wire/market-event';
import { BookSide } from './book-side';

/** What became of a diff: `gap` means the book is no longer right and a new snapshot must be fetched. */
export type DiffOutcome = 'applied' | 'stale' | 'buffered' | 'gap';

/** Levels of one side in one message; the venue's largest snapshot has 1000. */
const INITIAL_LEVELS = 1024;
/** Sizes of depth answers: a side of just so many levels is cut off there. */
const DEPTH_LIMITS = new Set([5, 10, 20, 50, 100, 500, 1000]);
/** Diffs that may wait for a snapshot; at the venue's fastest rate (20/s) more than half a minute. */
const MAX_BUFFERED = 1000;

/**
 * Local order book of one symbol by Binance's rules for USD-M ("How to manage a local order book correctly"): diffs
 * wait for the REST snapshot; those with `u` < lastUpdateId are dropped; the first one applied must have
 * `U` ≤ lastUpdateId ≤ `u` (or follow it without a hole: `pu` = lastUpdateId); from then on each `pu` must equal the
 * last `u`. Until a snapshot fits, and after a gap, `synced` is false and what the book shows must not be traded on.
 */
export class LocalBook {
  readonly bids: BookSide;
  readonly asks: BookSide;
  /** Quantities that stood at the levels of the last applied message before it, in its order; what is beyond them is older. */
  bidsBefore = new Float64Array(INITIAL_LEVELS);
  asksBefore = new Float64Array(INITIAL_LEVELS);
  private state: 'waiting' | 'seeded' | 'synced' = 'waiting';
  private buffered: DepthDiffEvent[] = [];
  private lastId = 0;
  /** `u` of the last diff that came, applied or not: below `lastId` the venue may count anew. */
  private seenId = 0;
  /** Ticks of the worst bid and ask the snapshot named; beyond them not every level is known. */
  private lowestKnown = -Infinity;
  private highestKnown = Infinity;
  private lastMs = NaN;
  private transactMs = NaN;

  constructor(maxLevels = 10_000) {
    this.bids = new BookSide(1, maxLevels);
    this.asks = new BookSide(-1, maxLevels);
  }

  /** True once the sequence of updates is unbroken from a snapshot (or the last whole top of book) to now. */
  get synced(): boolean {
    return this.state === 'synced';
  }

  /** `u` of the last update in the book; 0 before the first. */
  get lastUpdateId(): number {
    return this.lastId;
  }

  /** Local time of the last update, ms; NaN before the first. */
  get lastUpdateMs(): number {
    return this.lastMs;
  }

  /**
   * `T` of the last diff or whole top of book, the venue's ms: prints up to then are in the book. NaN before the first
   * and after a snapshot, which carries none.
   */
  get lastTransactMs(): number {
    return this.transactMs;
  }

  /** Best bid at or above the best ask. False while a side is empty. */
  get crossed(): boolean {
    return this.bids.ticksAt(0) >= this.asks.ticksAt(0);
  }

  /**
   * The best price has moved beyond the worst one of the snapshot. Diffs name only what changes, so levels that nobody
   * has touched may be missing from here on: who can have another snapshot should `discard` this book.
   */
  get hasLeftSnapshot(): boolean {
    const { bids, asks, lowestKnown, highestKnown } = this;
    return (
      (lowestKnown > -Infinity && !(bids.ticksAt(0) >= lowestKnown)) ||
      (highestKnown < Infinity && !(asks.ticksAt(0) <= highestKnown))
    );
  }

  /** Mid price as float64; NaN while a side is empty. */
  get mid(): number {
    return (ticksToPrice(this.bids.ticksAt(0)) + ticksToPrice(this.asks.ticksAt(0))) / 2;
  }

  /** No update within `staleMs` up to `nowMs` (both local time), or none at all. Exactly at the limit is not stale. */
  isStale(nowMs: number, staleMs: number): boolean {
    return !(nowMs - this.lastMs <= staleMs);
  }

  side(side: Side): BookSide {
    return side === 'buy' ? this.bids : this.asks;
  }

  /**
   * Takes a REST snapshot and the diffs that waited for it. `gap` when they do not reach back to it, `stale` when the
   * book is in step and already newer.
   */
  applySnapshot(snapshot: DepthSnapshotEvent, nowMs: number): DiffOutcome {
    const isFollowed = this.synced && this.seenId === this.lastId;
    if (isFollowed && snapshot.lastUpdateId <= this.lastId) return 'stale';
    const waiting = this.buffered;
    this.buffered = [];
    this.replace(snapshot.lastUpdateId, snapshot, nowMs);
    this.lowestKnown = DEPTH_LIMITS.has(this.bids.size) ? this.bids.ticksAt(this.bids.size - 1) : -Infinity;
    this.highestKnown = DEPTH_LIMITS.has(this.asks.size) ? this.asks.ticksAt(this.asks.size - 1) : Infinity;
    this.state = 'seeded';
    let outcome: DiffOutcome = 'applied';
    for (const diff of waiting) if (this.applyDiff(diff, nowMs) === 'gap') outcome = 'gap';
    return outcome;
  }

  /** Takes a whole top of book. Older than what is known: `stale`. */
  applyPartial(partial: PartialDepthEvent, nowMs: number): DiffOutcome {
    if (partial.lastUpdateId < this.lastId) return 'stale';
    this.lowestKnown = -Infinity;
    this.highestKnown = Infinity;
    this.replace(partial.lastUpdateId, partial, nowMs);
    this.transactMs = partial.transactMs;
    this.state = 'synced';
    return 'applied';
  }

  applyDiff(diff: DepthDiffEvent, nowMs: number): DiffOutcome {
    this.seenId = diff.lastUpdateId;
    if (this.state === 'waiting') return this.buffer(diff);
    if (this.state === 'seeded') {
      if (diff.lastUpdateId < this.lastId) return 'stale';
      if (diff.firstUpdateId > this.lastId && diff.prevUpdateId !== this.lastId) return this.lose(diff);
    } else if (diff.prevUpdateId !== this.lastId) {
      if (diff.lastUpdateId <= this.lastId) return 'stale';
      return this.lose(diff);
    }
    this.setLevels(diff);
    this.lastId = diff.lastUpdateId;
    this.lastMs = nowMs;
    this.transactMs = diff.transactMs;
    this.state = 'synced';
    return 'applied';
  }

  /** Waits for another snapshot from here on. */
  discard(): void {
    this.state = 'waiting';
    this.buffered = [];
  }

  private replace(updateId: number, levels: DepthSnapshotEvent | PartialDepthEvent, nowMs: number): void {
    this.bids.clear();
    this.asks.clear();
    this.setLevels(levels);
    this.lastId = updateId;
    this.lastMs = nowMs;
    this.transactMs = NaN;
  }

  private setLevels({ bids, asks }: { readonly bids: Levels; readonly asks: Levels }): void {
    if (bids.ticks.length > this.bidsBefore.length) this.bidsBefore = new Float64Array(bids.ticks.length);
    if (asks.ticks.length > this.asksBefore.length) this.asksBefore = new Float64Array(asks.ticks.length);
    this.bids.setAll(bids, this.bidsBefore);
    this.asks.setAll(asks, this.asksBefore);
  }

  private buffer(diff: DepthDiffEvent): DiffOutcome {
    if (this.buffered.length === MAX_BUFFERED) this.buffered.shift();
    this.buffered.push(diff);
    return 'buffered';
  }

  private lose(diff: DepthDiffEvent): DiffOutcome {
    this.state = 'waiting';
    this.buffered = [diff];
    return 'gap';
  }
}
