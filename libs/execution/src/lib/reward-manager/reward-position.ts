import { bpsToFraction, sideSign, type Bps, type Ms, type Side, type TradingSymbol } from '@aurora/kernel';
import { toTick } from './to-tick';

/** Which rule put the stop where it stands. */
export type StopKind = 'initial' | 'breakeven' | 'trail';

/** All that the reward manager knows of an open position. Plain JSON: replaced, never changed. */
export interface RewardPosition {
  readonly symbol: TradingSymbol;
  /** `buy` is long. */
  readonly side: Side;
  /** Base quantity held now. */
  readonly qty: number;
  /** Base quantity at the opening: what the fractions of ladder and scale-in are of. */
  readonly openedQty: number;
  /** Average price of what is held. */
  readonly entryPrice: number;
  readonly openedMs: Ms;
  /** One R: the distance from entry to the first stop, in units of price. */
  readonly riskPrice: number;
  readonly stopPrice: number;
  readonly stopKind: StopKind;
  /** `null` when there is none. */
  readonly targetPrice: number | null;
  /** Best price at which it could have been closed so far. */
  readonly bestPrice: number;
  /** Steps of the take-profit ladder taken. */
  readonly levelsTaken: number;
  readonly scaleIns: number;
}

/**
 * A position as it was just filled, with stop and target at their distances from the fill.
 * @throws RangeError unless quantity, price and stop distance are positive and finite, and the target distance is or is `null`.
 */
export function openReward(fill: {
  readonly symbol: TradingSymbol;
  readonly side: Side;
  readonly qty: number;
  readonly price: number;
  readonly nowMs: Ms;
  /** Distance of the stop, bps of the entry price. */
  readonly stopBps: Bps;
  /** Distance of the target, bps of the entry price; `null` for none. */
  readonly targetBps: Bps | null;
}): RewardPosition {
  const { symbol, side, qty, price, nowMs, stopBps, targetBps } = fill;
  if (![qty, price, stopBps, targetBps ?? 1].every((value) => value > 0 && value < Infinity))
    throw new RangeError(`no position: ${qty} ${symbol} at ${price}, stop ${stopBps} bps, target ${targetBps} bps`);
  const sign = sideSign(side);
  return {
    symbol,
    side,
    qty,
    openedQty: qty,
    entryPrice: price,
    openedMs: nowMs,
    riskPrice: price * bpsToFraction(stopBps),
    stopPrice: toTick(price * (1 - sign * bpsToFraction(stopBps))),
    stopKind: 'initial',
    targetPrice: targetBps === null ? null : toTick(price * (1 + sign * bpsToFraction(targetBps))),
    bestPrice: price,
    levelsTaken: 0,
    scaleIns: 0,
  };
}

/** The position after a fill that made it smaller or larger: what is held now and its average price. */
export const resizeReward = (
  position: RewardPosition,
  held: { readonly qty: number; readonly entryPrice: number },
): RewardPosition => ({ ...position, qty: held.qty, entryPrice: held.entryPrice });
