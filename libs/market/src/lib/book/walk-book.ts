import { ticksToPrice } from '../wire/ticks';
import type { BookSide } from './book-side';

/**
 * Average price at which `qty` base units are taken from a side, best level first, as float64; NaN when the side holds
 * less than that or `qty` is not positive.
 */
export function walkPrice(resting: BookSide, qty: number): number {
  let left = qty;
  let cost = 0;
  for (let depth = 0; depth < resting.size && left > 0; depth++) {
    const taken = Math.min(left, resting.qtyAt(depth));
    cost += taken * ticksToPrice(resting.ticksAt(depth));
    left -= taken;
  }
  return left > 0 || !(qty > 0) ? NaN : cost / qty;
}
