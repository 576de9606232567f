import type { Fraction } from '@aurora/kernel';

/** At a gain of `r` times the risk, that fraction of what was opened is closed. */
export interface TakeProfitLevel {
  readonly r: number;
  readonly fraction: Fraction;
}

/** Fractions are decimal texts: what they sum to may pass 1 by rounding alone. */
const ROUNDING = 1e-9;

/**
 * Reads levels of `reward.tp_ladder`.
 * @throws RangeError when one is no "R:FRACTION", R does not rise from above 0, a fraction is 0, or they sum to more than 1.
 */
export function parseTakeProfitLadder(texts: readonly string[]): TakeProfitLevel[] {
  const levels = texts.map((text) => {
    const [r = NaN, fraction = NaN, ...more] = text.split(':').map(Number);
    if (!(r > 0 && r < Infinity && fraction > 0 && fraction <= 1) || more.length > 0)
      throw new RangeError(
        `take-profit level ${JSON.stringify(text)} is no "R:FRACTION" with R > 0, 0 < FRACTION <= 1`,
      );
    return { r, fraction };
  });
  if (levels.some(({ r }, i) => i > 0 && r <= levels[i - 1]!.r))
    throw new RangeError(`take-profit levels must rise: ${texts.join(', ')}`);
  if (levels.reduce((sum, { fraction }) => sum + fraction, 0) > 1 + ROUNDING)
    throw new RangeError(`take-profit levels close more than there is: ${texts.join(', ')}`);
  return levels;
}
