import { Decimal, floorToStep, type Quote } from '@aurora/kernel';

/**
 * Base quantity that a notional buys at a price, rounded down to the lot step in decimal arithmetic.
 * @returns 0 when the notional, as wanted or after rounding, is below `minNotional`, or as wanted above `maxNotional`
 * (exactly at either is inside), and when notional or price is not finite and above 0.
 * @throws RangeError when the lot step is not positive and finite.
 */
export function orderQuantity(args: {
  readonly notional: Quote;
  readonly price: number;
  readonly lotStep: Decimal.Value;
  /** 0 when the venue has none. */
  readonly minNotional: Quote;
  /** `Infinity` when there is none. */
  readonly maxNotional: Quote;
}): Decimal {
  const { notional, price, lotStep, minNotional, maxNotional } = args;
  const none = new Decimal(0);
  if (!(notional > 0 && notional < Infinity && price > 0 && price < Infinity)) return none;
  if (!(notional >= minNotional && notional <= maxNotional)) return none;
  const qty = floorToStep(new Decimal(notional).div(price), lotStep);
  return qty.mul(price).lt(minNotional) ? none : qty;
}
