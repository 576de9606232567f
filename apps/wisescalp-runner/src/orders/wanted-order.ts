import type { Bps, Side } from '@aurora/kernel';
import { fractionToBps, oppositeSide, sideSign } from '@aurora/kernel';
import { walkPrice, type SymbolMarket } from '@aurora/market';

/** Why an order is wanted. */
export type OrderPurpose = 'open' | 'scale_in' | 'reduce' | 'exit';

/** An order the runner would like to send. */
export interface WantedOrder {
  readonly symbol: string;
  readonly side: Side;
  /** Base units, a multiple of the lot step. */
  readonly qty: number;
  readonly reduceOnly: boolean;
  readonly clientOrderId: string;
  readonly purpose: OrderPurpose;
  readonly type: 'market' | 'limit';
  /** Of a limit order. */
  readonly price?: number;
  /** Expected distance of the fill from mid against us, bps. */
  readonly slipBps: Bps;
}

/** Average price a market order gets from the book now; NaN when the book is too thin. */
export const marketPrice = (market: SymbolMarket, side: Side, qty: number): number =>
  walkPrice(market.book.side(oppositeSide(side)), qty);

/**
 * Distance from mid to the average price a market order gets, half the spread included; NaN when the book is too thin.
 * A lagging book can offer better than mid; that is no negative cost to count on.
 */
export function marketSlipBps(market: SymbolMarket, side: Side, qty: number, mid: number): Bps {
  const away = sideSign(side) * (marketPrice(market, side, qty) - mid);
  return Number.isNaN(away) ? NaN : Math.max(0, fractionToBps(away / mid));
}
