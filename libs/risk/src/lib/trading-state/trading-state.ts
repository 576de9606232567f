import { sideSign, type Side } from '@aurora/kernel';

/** Set by operators: ACTIVE passes, REDUCING passes only what shrinks a position, HALTED blocks everything. */
export const TRADING_STATES = ['ACTIVE', 'REDUCING', 'HALTED'] as const;
export type TradingState = (typeof TRADING_STATES)[number];

/** Reads a state in any case; anything else is `undefined`. */
export function parseTradingState(text: string): TradingState | undefined {
  const upper = text.toUpperCase();
  return TRADING_STATES.find((state) => state === upper);
}

export interface ReducingOrder {
  /** Signed base quantity held; long is positive. */
  readonly positionQty: number;
  /** Base quantity of orders in flight on the same side as this one, ≥ 0: all of it may still fill first. */
  readonly inFlightReducingQty: number;
  readonly side: Side;
  /** Base quantity of the order, > 0. */
  readonly qty: number;
}

/** Far below one lot of any venue, far above what adding binary fractions leaves behind. */
const ROUNDING = 1e-12;

/**
 * True when the order, with everything in flight filled before it, leaves |position| no larger and does not flip its
 * sign; closing to exactly zero is allowed. False without a position and on a number that is not finite.
 */
export function reducingAllows({ positionQty, inFlightReducingQty, side, qty }: ReducingOrder): boolean {
  const closable = -positionQty * sideSign(side);
  return (
    qty > 0 && inFlightReducingQty >= 0 && closable < Infinity && qty + inFlightReducingQty <= closable * (1 + ROUNDING)
  );
}
