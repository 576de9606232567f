const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const SIGN = 0x80000000;
/** Which half of a float64 holds its sign and exponent on this machine. */
const HIGH_HALF = new Uint32Array(Float64Array.of(1).buffer)[1] === 0 ? 0 : 1;

/**
 * Indices that put finite numbers in ascending order, equal ones in their old order: a radix sort of their bits, since
 * a comparison sort of indices takes seconds for a million numbers.
 */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const { low, high } = sortableBits(values);
  let order = new Uint32Array(values.length).map((_, i) => i);
  let spare = new Uint32Array(values.length);
  for (const half of [low, high]) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      if (!sortByDigit(order, spare, half, shift)) continue;
      [order, spare] = [spare, order];
    }
  }
  return order;
}

/** Bits of each number as two unsigned halves that ascend as the number does: negatives inverted, the sign bit turned. */
function sortableBits(values: Float64Array): { low: Uint32Array; high: Uint32Array } {
  const bits = new Uint32Array(new Float64Array(values).buffer);
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const upper = bits[2 * i + HIGH_HALF]!;
    const lower = bits[2 * i + 1 - HIGH_HALF]!;
    const negative = upper >= SIGN;
    high[i] = negative ? ~upper : upper ^ SIGN;
    low[i] = negative ? ~lower : lower;
  }
  return { low, high };
}

/** One stable counting pass from `order` to `sorted`; false, with nothing moved, when all share the digit. */
function sortByDigit(order: Uint32Array, sorted: Uint32Array, keys: Uint32Array, shift: number): boolean {
  const starts = new Uint32Array(DIGITS);
  for (let i = 0; i < keys.length; i++) starts[(keys[i]! >>> shift) & (DIGITS - 1)]!++;
  if (keys.length > 0 && starts[(keys[0]! >>> shift) & (DIGITS - 1)] === keys.length) return false;
  let start = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = starts[digit]!;
    starts[digit] = start;
    start += count;
  }
  for (let i = 0; i < order.length; i++) {
    const index = order[i]!;
    sorted[starts[(keys[index]! >>> shift) & (DIGITS - 1)]!++] = index;
  }
  return true;
}
