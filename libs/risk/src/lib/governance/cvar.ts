/**
 * Conditional value at risk of a sample: the mean of its worst `alpha`, the return at the edge of the tail counted by
 * the fraction of it that belongs there. Coherent, and exact for the empirical distribution.
 * Rockafellar & Uryasev, Journal of Banking & Finance 26 (2002), proposition 8.
 *
 * @param returns in any unit, losses negative; the sample is not changed.
 * @param alpha in (0, 1]; 1 is the mean. @throws RangeError outside.
 * @returns the mean of the tail in the unit of the returns (negative is a loss); `null` without returns, NaN when one
 * of them is NaN.
 */
export function cvar(returns: readonly number[], alpha: number): number | null {
  if (!(alpha > 0 && alpha <= 1)) throw new RangeError(`alpha must be in (0, 1], got ${alpha}`);
  if (returns.length === 0) return null;
  const worstFirst = Float64Array.from(returns).sort();
  // Sorting puts NaN last, where no tail would meet it.
  if (Number.isNaN(worstFirst.at(-1))) return NaN;
  const tail = Math.max(1, alpha * worstFirst.length);
  const whole = Math.floor(tail);
  let sum = 0;
  for (let i = 0; i < whole; i++) sum += worstFirst[i]!;
  if (whole < tail) sum += (tail - whole) * worstFirst[whole]!;
  return sum / tail;
}
