import { Decimal, type Side } from '@aurora/kernel';
import type { VenueFilters } from './venue-filters';

/** The part of an order the venue's filters look at. */
export interface FilteredOrder {
  readonly side: Side;
  readonly type: 'market' | 'limit';
  /** Base units. */
  readonly qty: number;
  /** Needed by a limit order. */
  readonly price?: number | undefined;
  readonly reduceOnly: boolean;
}

/** Why the venue would not take an order; each stands for one error code of Binance USD-M. */
export type FilterReason =
  | 'precision'
  | 'price_not_positive'
  | 'price_above_max'
  | 'qty_not_positive'
  | 'qty_below_min'
  | 'qty_above_max'
  | 'price_below_min'
  | 'price_off_tick'
  | 'price_above_mark_cap'
  | 'qty_off_step'
  | 'price_below_mark_floor'
  | 'notional_below_min';

export interface FilterProblem {
  readonly code: number;
  readonly reason: FilterReason;
  /** What the order has. */
  readonly value: number;
  /** What it is held against. */
  readonly limit: number;
}

/**
 * The first problem the venue would find with an order, or `null`. Decimal arithmetic throughout; exactly at a limit
 * passes. A market order is held against the market lot sizes and valued at the mark price; reduce-only orders are
 * exempt from the least notional. NaN never passes: not as quantity, price or mark price.
 * Codes: Binance USD-M Futures documentation, "Error Codes".
 * @param markPrice in quote.
 */
export function checkFilters(order: FilteredOrder, filters: VenueFilters, markPrice: number): FilterProblem | null {
  return (
    checkQty(order, filters) ??
    (order.type === 'limit' ? checkPrice(order.side, order.price ?? NaN, filters, markPrice) : null) ??
    checkNotional(order, filters, markPrice)
  );
}

function checkQty({ type, qty }: FilteredOrder, filters: VenueFilters): FilterProblem | null {
  if (!(qty > 0)) return problem(-4003, 'qty_not_positive', qty, 0);
  const amount = new Decimal(qty);
  const [step, min, max] =
    type === 'market'
      ? [filters.marketStepSize, filters.marketMinQty, filters.marketMaxQty]
      : [filters.stepSize, filters.minQty, filters.maxQty];
  if (amount.lt(min)) return problem(-4004, 'qty_below_min', qty, min);
  if (amount.gt(max)) return problem(-4005, 'qty_above_max', qty, max);
  if (amount.decimalPlaces() > filters.quantityPrecision)
    return problem(-1111, 'precision', qty, filters.quantityPrecision);
  return amount.mod(step).isZero() ? null : problem(-4023, 'qty_off_step', qty, step);
}

function checkPrice(side: Side, price: number, filters: VenueFilters, markPrice: number): FilterProblem | null {
  if (!(price > 0)) return problem(-4001, 'price_not_positive', price, 0);
  const amount = new Decimal(price);
  if (amount.gt(filters.maxPrice)) return problem(-4002, 'price_above_max', price, filters.maxPrice);
  if (amount.lt(filters.minPrice)) return problem(-4013, 'price_below_min', price, filters.minPrice);
  if (amount.decimalPlaces() > filters.pricePrecision)
    return problem(-1111, 'precision', price, filters.pricePrecision);
  if (!amount.mod(filters.tickSize).isZero()) return problem(-4014, 'price_off_tick', price, filters.tickSize);
  return checkPercentPrice(side, amount, filters, markPrice);
}

/** Buys may not be dearer, sells not cheaper than their share of the mark price. */
export function checkPercentPrice(
  side: Side,
  price: Decimal,
  { percentUp, percentDown }: VenueFilters,
  markPrice: number,
): FilterProblem | null {
  if (side === 'buy') {
    const cap = percentUp.mul(markPrice);
    return price.lte(cap) ? null : problem(-4016, 'price_above_mark_cap', price, cap);
  }
  const floor = percentDown.mul(markPrice);
  return price.gte(floor) ? null : problem(-4024, 'price_below_mark_floor', price, floor);
}

function checkNotional(order: FilteredOrder, { minNotional }: VenueFilters, markPrice: number): FilterProblem | null {
  if (order.reduceOnly) return null;
  const price = order.type === 'limit' ? (order.price ?? NaN) : markPrice;
  const notional = new Decimal(order.qty).mul(price);
  return notional.gte(minNotional) ? null : problem(-4164, 'notional_below_min', notional, minNotional);
}

const problem = (
  code: number,
  reason: FilterReason,
  value: Decimal | number,
  limit: Decimal | number,
): FilterProblem => ({ code, reason, value: Number(value), limit: Number(limit) });
