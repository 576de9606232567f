import type { RecordedFrame } from '@aurora/market';

/** Injection token of the feed in use. */
export const MARKET_FEED = Symbol('market feed');

/** Frames in the order in which they came, as many at a time as are there. */
export interface MarketFeed {
  batches(): AsyncIterable<readonly RecordedFrame[]>;
  /** Asks for a new book of a symbol whose sequence broke. */
  requestSnapshot(symbol: string): void;
  /** No frame follows those in hand; a pause is cut short. */
  stop(): void;
}
