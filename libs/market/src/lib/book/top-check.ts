import type { BookTickerEvent } from '../wire/market-event';
import type { LocalBook } from './local-book';

/** Diffs that may wait for their ticker, a power of two; the oldest is forgotten unchecked. */
const MAX_PENDING = 256;
/** Update id, bid price and quantity, ask price and quantity. */
const WIDTH = 5;

/**
 * Compares the book built from diffs with the venue's own best bid and ask.
 *
 * The rule: the ticker stream names every change of the top, each with its update id. So the top of the book after the
 * diff with last id `u` must equal, in both prices and both quantities, the last ticker whose id is ≤ `u`. Which one
 * that was is known when the first ticker with a greater id has come; then the two are compared.
 */
export class TopCheck {
  private readonly tops = new Float64Array(MAX_PENDING * WIDTH);
  private oldest = 0;
  private pending = 0;
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
  onBook({ lastUpdateId, bids, asks }: LocalBook): void {
    if (this.last === undefined) return;
    if (this.pending === MAX_PENDING) this.forgetOldest();
    const { tops } = this;
    const at = ((this.oldest + this.pending++) % MAX_PENDING) * WIDTH;
    tops[at] = lastUpdateId;
    tops[at + 1] = bids.ticksAt(0);
    tops[at + 2] = bids.qtyAt(0);
    tops[at + 3] = asks.ticksAt(0);
    tops[at + 4] = asks.qtyAt(0);
  }

  onTicker(ticker: BookTickerEvent): void {
    const { last, tops } = this;
    while (last !== undefined && this.pending > 0 && tops[this.oldest * WIDTH]! < ticker.updateId) {
      if (last.updateId <= tops[this.oldest * WIDTH]!) {
        this.compared++;
        if (!this.oldestEquals(last)) this.different++;
      }
      this.forgetOldest();
    }
    this.last = ticker;
  }

  /** To be called on a gap: what is pending cannot be compared. */
  reset(): void {
    this.pending = 0;
  }

  private forgetOldest(): void {
    this.oldest = (this.oldest + 1) % MAX_PENDING;
    this.pending--;
  }

  private oldestEquals({ bidTicks, bidQty, askTicks, askQty }: BookTickerEvent): boolean {
    const { tops } = this;
    const at = this.oldest * WIDTH;
    return tops[at + 1] === bidTicks && tops[at + 2] === bidQty && tops[at + 3] === askTicks && tops[at + 4] === askQty;
  }
}
