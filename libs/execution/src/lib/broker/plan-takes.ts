import { Decimal, oppositeSide, type Side } from '@aurora/kernel';
import type { LocalBook } from '@aurora/market';
import type { TakenLiquidity } from './taken-liquidity';

/** Quantity to take at one level. */
export interface Take {
  readonly ticks: number;
  /** What the book shows at the level. */
  readonly shown: number;
  readonly qty: Decimal;
}

/** True when an order of that side would rather trade at `ticks` than at `other`. False for NaN. */
export const isBetter = (side: Side, ticks: number, other: number): boolean =>
  side === 'buy' ? ticks < other : ticks > other;

/** True when a limit price meets the best price of the other side. */
export function crosses(book: LocalBook, side: Side, ticks: number): boolean {
  const best = book.side(oppositeSide(side)).ticksAt(0);
  return best === ticks || isBetter(side, best, ticks);
}

/**
 * What an order takes from the other side of the book, best level first, without what was taken before. Ends at
 * `qty`, behind `worstTicks`, or where the book ends.
 */
export function planTakes(
  book: LocalBook,
  taken: TakenLiquidity,
  side: Side,
  qty: Decimal,
  worstTicks: number,
): Take[] {
  const resting = oppositeSide(side);
  const levels = book.side(resting);
  const takes: Take[] = [];
  let open = qty;
  for (let depth = 0; depth < levels.size && open.gt(0); depth++) {
    const ticks = levels.ticksAt(depth);
    if (isBetter(side, worstTicks, ticks)) break;
    const shown = levels.qtyAt(depth);
    const take = Decimal.min(open, taken.left(resting, ticks, shown));
    if (take.isZero()) continue;
    takes.push({ ticks, shown, qty: take });
    open = open.minus(take);
  }
  return takes;
}
