import type { Ms, Quote, Side, TradingSymbol } from '@aurora/kernel';

/** An order that was allowed and whose outcome is not known yet. */
export interface Reservation {
  readonly decisionId: string;
  readonly symbol: TradingSymbol;
  readonly side: Side;
  /** Base quantity that was granted. */
  readonly qty: number;
  /** The part of it that is filled; the rest is in flight. */
  readonly filledQty: number;
  /** Exposure of the granted quantity; 0 for exits. */
  readonly notional: Quote;
  readonly reduceOnly: boolean;
  readonly atMs: Ms;
}
