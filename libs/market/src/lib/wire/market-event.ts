/** Levels of one book side in the order sent: price in ticks of 1e-8, quantity in base units (0 removes the level). */
export interface Levels {
  readonly ticks: readonly number[];
  readonly qtys: readonly number[];
}

interface Timed {
  readonly symbol: string;
  /** `E`: when the venue sent it, ms. */
  readonly eventMs: number;
}

/** Best bid and ask at update `updateId`. */
export interface BookTickerEvent extends Timed {
  readonly kind: 'bookTicker';
  readonly updateId: number;
  readonly transactMs: number;
  readonly bidTicks: number;
  readonly bidQty: number;
  readonly askTicks: number;
  readonly askQty: number;
}

/** Changed levels between two updates; quantities are absolute. */
export interface DepthDiffEvent extends Timed {
  readonly kind: 'depthDiff';
  readonly transactMs: number;
  /** `U` */
  readonly firstUpdateId: number;
  /** `u` */
  readonly lastUpdateId: number;
  /** `pu`: `u` of the message before. */
  readonly prevUpdateId: number;
  readonly bids: Levels;
  readonly asks: Levels;
}

/** The whole top of the book (5, 10 or 20 levels); replaces what was known. */
export interface PartialDepthEvent extends Omit<DepthDiffEvent, 'kind'> {
  readonly kind: 'partialDepth';
}

/** REST depth answer. It carries no symbol unless it came in an envelope. */
export interface DepthSnapshotEvent {
  readonly kind: 'snapshot';
  readonly symbol: string | undefined;
  readonly lastUpdateId: number;
  readonly bids: Levels;
  readonly asks: Levels;
}

/** A print. `isBuyerMaker` true means the aggressor sold. */
export interface TradeEvent extends Timed {
  /**
   * `offMarketTrade` is a print that no market order made (`X` present and not MARKET, e.g. INSURANCE_FUND): its price
   * says nothing about the market.
   */
  readonly kind: 'trade' | 'aggTrade' | 'offMarketTrade';
  /** `T` */
  readonly tradeMs: number;
  readonly ticks: number;
  readonly qty: number;
  readonly isBuyerMaker: boolean;
}

/** Mark price and funding. */
export interface MarkPriceEvent extends Timed {
  readonly kind: 'markPrice';
  readonly markPrice: number;
  /** `undefined` in messages before 2020. */
  readonly indexPrice: number | undefined;
  /** Fraction of notional, signed; `undefined` when the venue sends none. */
  readonly fundingRate: number | undefined;
  /** 0 for contracts without funding. */
  readonly nextFundingMs: number;
}

/** Answer to a subscription or another request on the socket. */
export interface ControlEvent {
  readonly kind: 'control';
}

/** A well-formed message of a type this library does not use. */
export interface UnknownEvent {
  readonly kind: 'unknown';
  readonly eventType: string;
}

export type MarketEvent =
  | BookTickerEvent
  | DepthDiffEvent
  | PartialDepthEvent
  | DepthSnapshotEvent
  | TradeEvent
  | MarkPriceEvent
  | ControlEvent
  | UnknownEvent;
