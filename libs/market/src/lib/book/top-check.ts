import type { BookTickerEvent } from '../wire/market-event';
import type { LocalBook } from './local-book';

interface Top {
  readonly updateId: number;
  readonly bidTicks: number;
  readonly bidQty: number;
  readonly askTicks: number;
  readonly askQty: number;
}

/** Diffs that may wait for their ticker; the oldest is forgotten unchecked. */
const MAX_PENDING = 256;

/**
 * Compares the book built from diffs with the venue's own best bid and ask.
 *
 * The rule: the ticker stream names every change of the top, each with its update id. So the top of the book after the
 * diff with last id `u` must equal, in both prices and both quantities, the last ticker whose id is ≤ `u`. Which one
 * that was is known when the first ticker with a greater id has come; then the two are compared.
 */
export class TopCheck {
  private pending: Top[] = [];
  private last: BookTickerEvent | undefined;
  private compared = 0;
  private different = 0;

  get comparisons(): number {
    return this.compared;
  }

  get mismatches(): number {
    return this.different;
  }

  /** To be called after each diff that was applied. */
  onBook(book: LocalBook): void {
    if (this.last === undefined) return;
    if (this.pending.length === MAX_PENDING) this.pending.shift();
    this.pending.push({
      updateId: book.lastUpdateId,
      bidTicks: book.bids.ticksAt(0),
      bidQty: book.bids.qtyAt(0),
      askTicks: book.asks.ticksAt(0),
      askQty: book.asks.qtyAt(0),
    });
  }

  onTicker(ticker: BookTickerEvent): void {
    const last = this.last;
    while (last !== undefined && this.pending.length > 0 && this.pending[0]!.updateId < ticker.updateId) {
      const top = this.pending.shift()!;
      if (last.updateId > top.updateId) continue;
      this.compared++;
      if (!sameTop(top, last)) this.different++;
    }
    this.last = ticker;
  }

  /** To be called on a gap: what is pending cannot be compared. */
  reset(): void {
    this.pending = [];
  }
}

const sameTop = (a: Top, b: Top): boolean =>
  a.bidTicks === b.bidTicks && a.bidQty === b.bidQty && a.askTicks === b.askTicks && a.askQty === b.askQty;
