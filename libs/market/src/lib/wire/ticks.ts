/** Smallest price step the library tells apart: prices are whole numbers of 1e-8, finer than any tick of the venue. */
export const TICKS_PER_UNIT = 1e8;

const ZERO = 48;
const DOT = 46;
const DECIMALS = 8;

/**
 * Reads a decimal string into whole ticks of 1e-8, exactly: `"63943.90"` and `"63943.9"` are one price.
 * @returns NaN for anything that is no plain non-negative decimal, has a non-zero digit beyond the 8th decimal, or
 * exceeds 2^53 ticks (about 90 million).
 */
export function parseTicks(text: string): number {
  let ticks = 0;
  let digits = 0;
  let decimals = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT && decimals < 0) {
      decimals = 0;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    digits++;
    if (decimals < DECIMALS) {
      ticks = ticks * 10 + digit;
      if (decimals >= 0) decimals++;
    } else if (digit !== 0) return NaN;
  }
  if (digits === 0) return NaN;
  for (let missing = DECIMALS - Math.max(decimals, 0); missing > 0; missing--) ticks *= 10;
  return ticks <= Number.MAX_SAFE_INTEGER ? ticks : NaN;
}

/** Ticks as float64: the double nearest to the decimal price, as `Number(text)` gives it. For statistics. */
export const ticksToPrice = (ticks: number): number => ticks / TICKS_PER_UNIT;

/**
 * Reads a plain non-negative decimal string (digits with at most one dot) as float64; NaN for anything else, so that
 * an empty text, `"1e5"` or `"0x10"` is no number. For quantities.
 */
export function parseDecimal(text: string): number {
  let dots = 0;
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) dots++;
    else if (code < ZERO || code > ZERO + 9) return NaN;
    else digits++;
  }
  return digits > 0 && dots <= 1 ? Number(text) : NaN;
}
