import type { LocalBook } from '../book/local-book';
import type { MarketConfig } from '../market-config';
import type { StreamWatch } from './stream-watch';

/**
 * What can be wrong with the data of a symbol: the sequence of the book is broken (or there is no snapshot yet), its last
 * update is too old, its best bid is not below its best ask, or a stream stands still while others go on.
 */
export const FEED_FAULTS = [
  'out_of_sequence',
  'stale_book',
  'crossed_book',
  'depth_stalled',
  'book_ticker_stalled',
  'mark_price_stalled',
] as const;

export type FeedFault = (typeof FEED_FAULTS)[number];

/** Where the faults of a symbol are seen. */
export interface WatchedMarket {
  readonly symbol: string;
  readonly book: LocalBook;
  readonly streams: StreamWatch;
}

/** Whether a fault is there at a moment of local time. Exactly at a limit it is not. */
export function hasFault(
  { book, streams }: WatchedMarket,
  fault: FeedFault,
  nowMs: number,
  config: MarketConfig,
): boolean {
  switch (fault) {
    case 'out_of_sequence':
      return !book.synced;
    case 'stale_book':
      return book.isStale(nowMs, config.staleMs);
    case 'crossed_book':
      return book.crossed;
    case 'depth_stalled':
      return streams.owedMs('depth', nowMs) > config.stallMs;
    case 'book_ticker_stalled':
      return streams.owedMs('bookTicker', nowMs) > config.stallMs;
    case 'mark_price_stalled':
      return streams.owedMs('markPrice', nowMs) > config.stallMs;
  }
}
