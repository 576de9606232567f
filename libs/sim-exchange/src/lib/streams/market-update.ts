import type { Ms } from '@aurora/kernel';
import type { BookSide } from '@aurora/market';

/** Times of an update, in market time. */
interface Timed {
  /** When it happened: `T`. */
  readonly transactMs: Ms;
  /** When the venue tells of it: `E`. */
  readonly eventMs: Ms;
}

/** Levels of a side that may have changed, by price in ticks of 1e-8; what rests there now is read from the book. */
export interface BookUpdate extends Timed {
  readonly kind: 'book';
  /** Id of the last change, `u` of a diff. */
  readonly updateId: number;
  readonly bids: readonly number[];
  readonly asks: readonly number[];
  /** Updates before this one were lost: the chain of ids must show it. */
  readonly isBroken?: boolean;
}

/** The best bid and ask changed. Quantities are in units of the book. */
export interface TopUpdate extends Timed {
  readonly kind: 'top';
  readonly updateId: number;
  readonly bidTicks: number;
  readonly bidQty: number;
  readonly askTicks: number;
  readonly askQty: number;
}

/** A print. */
export interface TradeUpdate extends Timed {
  readonly kind: 'trade';
  readonly tradeId: number;
  readonly ticks: number;
  readonly qty: number;
  readonly isBuyerMaker: boolean;
  /** `MARKET`, or what else made the print, as `INSURANCE_FUND`. */
  readonly origin: string;
}

/** Mark price and what goes with it. */
export interface MarkUpdate extends Timed {
  readonly kind: 'mark';
  readonly markPrice: number;
  readonly indexPrice: number;
  /** Fraction of notional. */
  readonly fundingRate: number;
}

/** One change of one symbol's market, in market time. */
export type MarketUpdate = BookUpdate | TopUpdate | TradeUpdate | MarkUpdate;

/** A book to read. Prices in ticks of 1e-8. */
export interface BookView {
  readonly bids: BookSide;
  readonly asks: BookSide;
  /** Id of the last change. */
  readonly lastUpdateId: number;
}

/** How the numbers of a symbol are written. */
export interface NumberFormat {
  readonly priceDecimals: number;
  readonly qtyDecimals: number;
  /** Base units of one unit of the book: the step where the book counts lots, else 1. */
  readonly qtyUnit: number;
}
