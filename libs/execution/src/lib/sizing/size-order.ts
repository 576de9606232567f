import { Decimal, floorToStep, type Fraction, type Quote } from '@aurora/kernel';
import { kellyBinary, orderQuantity } from '@aurora/risk';
import type { SizingConfig } from './sizing-config';

export interface SizeRequest {
  /** Calibrated probability of reaching the target before the stop, in [0, 1]. */
  readonly p: number;
  /** Distance of the target over distance of the stop. */
  readonly rewardRisk: number;
  readonly equityUsdt: Quote;
  /** Notional of what is open or on its way: it takes room below the leverage. */
  readonly openNotionalUsdt: Quote;
  readonly price: number;
  readonly lotStep: Decimal.Value;
  /** Least notional the venue takes; 0 when it has none. */
  readonly venueMinNotionalUsdt: Quote;
}

/** What made the size what it is: the Kelly fraction itself or the cap that cut it. */
export type SizeLimit = 'kelly' | 'max_fraction' | 'leverage' | 'max_notional';

/** `no_edge`: Kelly stakes nothing; `no_room`: leverage is used up; `too_small`: below the least notional, or one lot. */
export type SizeRefusal = 'no_edge' | 'no_room' | 'too_small';

export interface OrderSize {
  /** Whole lots; 0 with a reason. */
  readonly qty: Decimal;
  /** Quantity × price. */
  readonly notionalUsdt: Quote;
  readonly reason: SizeRefusal | null;
  readonly limitedBy: SizeLimit;
  /** Kelly fraction over risk aversion, before caps. */
  readonly kellyFraction: Fraction;
  /** After `maxFraction`. */
  readonly fraction: Fraction;
  /** What was wanted before rounding to lots. */
  readonly wantedUsdt: Quote;
}

/**
 * Sizes an opening: Kelly fraction of equity as notional, cut by `maxFraction`, by the room that leverage leaves, by
 * `maxNotionalUsdt`, then rounded down to whole lots. The stake is the notional, although a stop loses only a part of it:
 * never more than Kelly says, most often far less. What is not finite, or an equity or price not above 0, sizes to 0.
 * @throws RangeError when the lot step is not positive and finite.
 */
export function sizeOrder(request: SizeRequest, config: SizingConfig): OrderSize {
  const { p, rewardRisk: rr, equityUsdt, price, lotStep } = request;
  const { riskAversion, maxFraction } = config;
  const kellyFraction = kellyBinary({ pWin: p, rr, riskAversion, clip: [0, Infinity] });
  const fraction = Math.min(kellyFraction, maxFraction);
  const room = config.maxLeverage * equityUsdt - request.openNotionalUsdt;
  const { notional, limitedBy } = cut(fraction, kellyFraction, { equityUsdt, room, most: config.maxNotionalUsdt });
  const least = Math.max(config.minNotionalUsdt, request.venueMinNotionalUsdt);
  const qty = orderQuantity({ notional, price, lotStep, minNotional: least, maxNotional: config.maxNotionalUsdt });
  const reason = qty.gt(0) ? null : !(fraction > 0) ? 'no_edge' : !(room > 0) ? 'no_room' : 'too_small';
  const notionalUsdt = qty.isZero() ? 0 : qty.mul(price).toNumber();
  return { qty, notionalUsdt, reason, limitedBy, kellyFraction, fraction, wantedUsdt: notional };
}

/**
 * The quantity that is left of an order when a gate grants at most `maxQty`, in whole lots; 0 when that is below the
 * least notional. `null` grants all; what is not a number above 0 grants nothing.
 */
export function capQuantity(
  qty: Decimal,
  maxQty: number | null,
  venue: { readonly price: number; readonly lotStep: Decimal.Value; readonly minNotionalUsdt: Quote },
): Decimal {
  if (maxQty === null) return qty;
  const none = new Decimal(0);
  if (!(maxQty > 0)) return none;
  const capped = floorToStep(Decimal.min(qty, maxQty), venue.lotStep);
  return capped.mul(venue.price).gte(venue.minNotionalUsdt) ? capped : none;
}

function cut(
  fraction: Fraction,
  kellyFraction: Fraction,
  { equityUsdt, room, most }: { equityUsdt: Quote; room: Quote; most: Quote },
): { notional: Quote; limitedBy: SizeLimit } {
  const byKelly = fraction * equityUsdt;
  const least = Math.min(byKelly, room, most);
  const notional = least > 0 ? least : 0;
  if (notional === byKelly) return { notional, limitedBy: fraction < kellyFraction ? 'max_fraction' : 'kelly' };
  return { notional, limitedBy: notional === most ? 'max_notional' : 'leverage' };
}
