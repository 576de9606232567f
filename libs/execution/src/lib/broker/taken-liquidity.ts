import { Decimal, type Side } from '@aurora/kernel';
import type { LocalBook } from '@aurora/market';

interface TakenLevel {
  readonly shown: number;
  readonly taken: Decimal;
}

/**
 * What own fills took out of the levels of a book that knows nothing of them, so that two orders in a row are not
 * filled by the same quantity. A level is forgotten when the book changes it: what it shows then is news.
 */
export class TakenLiquidity {
  private readonly levels = { buy: new Map<number, TakenLevel>(), sell: new Map<number, TakenLevel>() };

  get isEmpty(): boolean {
    return this.levels.buy.size === 0 && this.levels.sell.size === 0;
  }

  /**
   * What can still be taken at a level, base units.
   * @param shown what the book shows there.
   */
  left(resting: Side, ticks: number, shown: number): Decimal {
    const level = this.levels[resting].get(ticks);
    return level === undefined ? new Decimal(shown) : Decimal.max(0, new Decimal(shown).minus(level.taken));
  }

  take(resting: Side, ticks: number, shown: number, qty: Decimal): void {
    const before = this.levels[resting].get(ticks);
    this.levels[resting].set(ticks, { shown, taken: before === undefined ? qty : before.taken.plus(qty) });
  }

  /** Forgets the levels that do not show what they showed when something was taken from them. */
  refresh(book: LocalBook): void {
    for (const side of ['buy', 'sell'] as const)
      for (const [ticks, { shown }] of this.levels[side])
        if (book.side(side).qtyOf(ticks) !== shown) this.levels[side].delete(ticks);
  }
}
