import { TICKS_PER_UNIT, parseTicks } from '@aurora/market';
import type { BookGrid } from '../generator/simulated-book';
import type { NumberFormat } from '../streams/market-update';
import type { SymbolSpec } from './symbol-spec';

const LEVEL_NOTIONAL = 20_000;

/** Grid of a symbol's simulated book. @throws RangeError when the tick is no positive multiple of 1e-8. */
export function gridOf(spec: SymbolSpec): BookGrid {
  const stepTicks = parseTicks(spec.tickSize);
  const price = parseTicks(spec.price);
  if (!(stepTicks > 0 && price > stepTicks))
    throw new RangeError(`${spec.symbol}: no price on a grid of ${spec.tickSize}`);
  const lot = (Number(spec.stepSize) * price) / TICKS_PER_UNIT;
  return { stepTicks, levelLots: Math.max(1, (spec.levelNotional ?? LEVEL_NOTIONAL) / lot) };
}

/** How the venue writes a symbol's numbers; quantities of the book are lots. */
export const lotFormat = (spec: SymbolSpec): NumberFormat => ({
  priceDecimals: spec.priceDecimals ?? decimalsOf(spec.tickSize),
  qtyDecimals: decimalsOf(spec.stepSize),
  qtyUnit: Number(spec.stepSize),
});

/** Decimals of a plain decimal text. */
export const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;
