/**
 * Value at `at` of the piecewise linear function through ascending knots: the end values outside, a binary search and
 * no allocation inside. Non-decreasing in `at` when `y` is and starts at 0 or more, rounding
 * included.
 * Throws a `RangeError` on NaN.
 */
export function interpolateKnots(x: ArrayLike<number>, y: ArrayLike<number>, at: number): number {
  if (Number.isNaN(at)) throw new RangeError('score must be a number, got NaN');
  const last = x.length - 1;
  if (at <= x[0]!) return y[0]!;
  if (at >= x[last]!) return y[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (x[middle]! <= at) low = middle;
    else high = middle;
  }
  const rise = y[high]! - y[low]!;
  // Left of the right knot the share is below 1, which outweighs all rounding: never above the right knot.
  return y[low]! + rise * ((at - x[low]!) / (x[high]! - x[low]!));
}
