import { RollingSums } from '../features/rolling-sums';
import type { BookDelta } from './book-deltas';

/** The last `windowMs` of cancels, adds and trades at the top of the book, as the TRAP guard asks for them. */
export class TrapWindow {
  /** Cancelled and added quantity, an entry for each diff that had any. */
  private readonly steps: RollingSums;
  private readonly trades: RollingSums;

  constructor(readonly windowMs = 2000) {
    this.steps = new RollingSums(windowMs);
    this.trades = new RollingSums(windowMs);
  }

  /** Takes what one diff cancelled and added together, base units. */
  add(cancelled: number, added: number, nowMs: number): void {
    if (cancelled > 0 || added > 0) this.steps.add(nowMs, cancelled, added);
  }

  /** Takes the deltas of one diff. */
  addDeltas(deltas: readonly BookDelta[], nowMs: number): void {
    let cancelled = 0;
    let added = 0;
    for (const { kind, size } of deltas)
      if (kind === 'cancel') cancelled += size;
      else added += size;
    this.add(cancelled, added, nowMs);
  }

  addTrade(nowMs: number): void {
    this.trades.add(nowMs, 0, 0);
  }

  /**
   * Cancelled and added quantity (base units, one number a diff: the guard sums them) and the number of trades within
   * the window that ends now. A change exactly `windowMs` old is still in.
   */
  read(nowMs: number): { cancelDeltas: number[]; addDeltas: number[]; tradesCount: number } {
    this.steps.expire(nowMs);
    this.trades.expire(nowMs);
    return {
      cancelDeltas: this.steps.positive('first'),
      addDeltas: this.steps.positive('second'),
      tradesCount: this.trades.size,
    };
  }

  /** Cancelled and added quantity per second over the window that ends now, base units. */
  ratesPerSec(nowMs: number): { cancel: number; add: number } {
    this.steps.expire(nowMs);
    const seconds = this.windowMs / 1000;
    return { cancel: this.steps.first / seconds, add: this.steps.second / seconds };
  }
}
