import type { BookDelta } from './book-deltas';

/** Sums of one diff. */
interface Step {
  readonly tsMs: number;
  readonly cancelled: number;
  readonly added: number;
}

/** The last `windowMs` of cancels, adds and trades at the top of the book, as the TRAP guard asks for them. */
export class TrapWindow {
  private steps: Step[] = [];
  private tradeMs: number[] = [];

  constructor(readonly windowMs = 2000) {}

  addDeltas(deltas: readonly BookDelta[], nowMs: number): void {
    let cancelled = 0;
    let added = 0;
    for (const delta of deltas)
      if (delta.kind === 'cancel') cancelled += delta.size;
      else added += delta.size;
    if (cancelled > 0 || added > 0) this.steps.push({ tsMs: nowMs, cancelled, added });
    this.expire(nowMs);
  }

  addTrade(nowMs: number): void {
    this.tradeMs.push(nowMs);
    this.expire(nowMs);
  }

  /**
   * Cancelled and added quantity (base units, one number a diff: the guard sums them) and the number of trades within
   * the window that ends now. A change exactly `windowMs` old is still in.
   */
  read(nowMs: number): { cancelDeltas: number[]; addDeltas: number[]; tradesCount: number } {
    this.expire(nowMs);
    return {
      cancelDeltas: this.steps.filter((step) => step.cancelled > 0).map((step) => step.cancelled),
      addDeltas: this.steps.filter((step) => step.added > 0).map((step) => step.added),
      tradesCount: this.tradeMs.length,
    };
  }

  /** Cancelled and added quantity per second over the window that ends now, base units. */
  ratesPerSec(nowMs: number): { cancel: number; add: number } {
    this.expire(nowMs);
    let cancel = 0;
    let add = 0;
    for (const step of this.steps) {
      cancel += step.cancelled;
      add += step.added;
    }
    const seconds = this.windowMs / 1000;
    return { cancel: cancel / seconds, add: add / seconds };
  }

  private expire(nowMs: number): void {
    const from = nowMs - this.windowMs;
    const keep = this.steps.findIndex((step) => step.tsMs >= from);
    if (keep !== 0) this.steps = keep < 0 ? [] : this.steps.slice(keep);
    const keepTrades = this.tradeMs.findIndex((ms) => ms >= from);
    if (keepTrades !== 0) this.tradeMs = keepTrades < 0 ? [] : this.tradeMs.slice(keepTrades);
  }
}
