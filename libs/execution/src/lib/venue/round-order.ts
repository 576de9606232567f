import { Decimal, floorToStep, type Side } from '@aurora/kernel';
import type { VenueFilters } from './venue-filters';

/** Rounds a quantity in base units down to the lot step of the order type, in decimal arithmetic. NaN stays NaN. */
export const roundQty = (qty: number, filters: VenueFilters, type: 'market' | 'limit'): number =>
  floorToStep(qty, type === 'market' ? filters.marketStepSize : filters.stepSize).toNumber();

/**
 * Rounds a price to the tick away from the other side of the book, in decimal arithmetic: a buy down, a sell up, so
 * that an order is never made more aggressive. On a tick it stays; NaN stays NaN.
 */
export function roundPrice(price: number, { tickSize }: VenueFilters, side: Side): number {
  const ticks = new Decimal(price).div(tickSize);
  return (side === 'buy' ? ticks.floor() : ticks.ceil()).mul(tickSize).toNumber();
}
