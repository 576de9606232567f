import Decimal from 'decimal.js';

export { Decimal };

/**
 * Rounds toward zero to a multiple of `step`, in decimal arithmetic: 0.3 with step 0.1 stays 0.3. NaN stays NaN.
 * @param step venue lot or tick; throws a `RangeError` unless positive and finite.
 */
export function floorToStep(value: Decimal.Value, step: Decimal.Value): Decimal {
  const size = new Decimal(step);
  if (!size.isFinite() || size.lte(0)) throw new RangeError(`step must be positive and finite, got ${String(step)}`);
  return new Decimal(value).divToInt(size).mul(size);
}
