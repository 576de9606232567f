import { Decimal, oppositeSide } from '@aurora/kernel';
import { ticksToPrice, type LocalBook } from '@aurora/market';
import { checkFilters, checkPercentPrice } from '../venue/check-filters';
import type { VenueFilters } from '../venue/venue-filters';
import { crosses } from './plan-takes';
import type { OrderEnd, WorkingOrder } from './working-order';

/**
 * Why the venue refuses an order on arrival, or `null`. In order: filters, reduce-only without a position to reduce,
 * a market order into a book that is beyond the percent-price bounds, post-only that would take.
 * @param reducible what a reduce-only order may still trade; positive for any other.
 */
export function refuseOrder(
  { order, ticks }: WorkingOrder,
  book: LocalBook,
  filters: VenueFilters,
  markPrice: number,
  reducible: Decimal,
): OrderEnd | null {
  const problem = checkFilters(order, filters, markPrice);
  if (problem !== null) return problem;
  if (reducible.isZero()) return { reason: 'reduce_only', code: -2022 };
  if (order.type === 'limit') {
    const wouldTake = order.timeInForce === 'GTX' && crosses(book, order.side, ticks);
    return wouldTake ? { reason: 'post_only_would_take', code: -5022 } : null;
  }
  const best = book.side(oppositeSide(order.side)).ticksAt(0);
  if (Number.isNaN(best)) return null;
  const problemAtBest = checkPercentPrice(order.side, new Decimal(ticksToPrice(best)), filters, markPrice);
  return problemAtBest === null ? null : { reason: 'market_price_off_mark', code: -4131 };
}
