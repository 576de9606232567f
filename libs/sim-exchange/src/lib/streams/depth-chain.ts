import type { Ms } from '@aurora/kernel';
import type { BookUpdate } from './market-update';

/** A message that is due: which prices it tells of, and its place in the chain of ids. */
export interface DueDepth {
  readonly bids: ReadonlySet<number>;
  readonly asks: ReadonlySet<number>;
  readonly transactMs: Ms;
  readonly ids: { readonly U: number; readonly u: number; readonly pu: number };
}

/**
 * Changes of a book gathered for one pace of depth messages. Each message follows the one before it: `pu` is its `u`, and
 * `U` is the id after that, so that a snapshot taken at any moment lies within a message that is still to come or was the
 * last one sent.
 */
export class DepthChain {
  private bids = new Set<number>();
  private asks = new Set<number>();
  private transactMs = 0;
  private updateId: number;
  private hasNews = false;

  /** @param lastSent id of the book before the first message. */
  constructor(
    readonly everyMs: Ms,
    private lastSent: number,
  ) {
    this.updateId = lastSent;
  }

  add(update: BookUpdate): void {
    for (const ticks of update.bids) this.bids.add(ticks);
    for (const ticks of update.asks) this.asks.add(ticks);
    this.updateId = update.updateId;
    this.transactMs = update.transactMs;
    this.hasNews = true;
    // An id that no client has: whoever follows the chain sees the hole.
    if (update.isBroken === true) this.lastSent = update.updateId - 1;
  }

  /** The next message; `undefined` while nothing changed. */
  take(): DueDepth | undefined {
    if (!this.hasNews) return undefined;
    const ids = { U: this.lastSent + 1, u: this.updateId, pu: this.lastSent };
    const due = { bids: this.bids, asks: this.asks, transactMs: this.transactMs, ids };
    this.bids = new Set();
    this.asks = new Set();
    this.hasNews = false;
    this.lastSent = this.updateId;
    return due;
  }
}
