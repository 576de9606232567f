/**
 * Value at `at` of the piecewise linear function through ascending knots: the end values outside, a binary search and
 * no allocation inside. Non-decreasing in `at` when `y` is, rounding included.
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
  // The share may round to 1, and the sum above the right knot: that would break the order of predictions.
  return Math.min(y[high]!, y[low]! + rise * ((at - x[low]!) / (x[high]! - x[low]!)));
}
