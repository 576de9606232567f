/**
 * Flavoured numbers: a plain number fits into any of them, one unit does not fit into another by accident.
 * Conversions between units have names and live here.
 */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]?: Name };

/** Basis points of the mid price; 1 bps = 0.01 %. */
export type Bps = Unit<'bps'>;
/** Percent of equity; 1 = one percent. */
export type Pct = Unit<'pct'>;
/** Plain fraction; 1 = the whole. */
export type Fraction = Unit<'fraction'>;
/** Milliseconds; a point in time is milliseconds since the Unix epoch. */
export type Ms = Unit<'ms'>;
/** Seconds. */
export type Sec = Unit<'s'>;
/** Amount in the quote currency (USDT). */
export type Quote = Unit<'quote'>;

export const bpsToFraction = (bps: Bps): Fraction => bps / 10_000;
export const fractionToBps = (fraction: Fraction): Bps => fraction * 10_000;
export const pctToFraction = (pct: Pct): Fraction => pct / 100;
export const fractionToPct = (fraction: Fraction): Pct => fraction * 100;
export const secToMs = (sec: Sec): Ms => sec * 1000;
export const msToSec = (ms: Ms): Sec => ms / 1000;
