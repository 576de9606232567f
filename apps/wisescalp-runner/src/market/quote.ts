import { ticksToPrice, type LocalBook } from '@aurora/market';

/** Best prices of a book; NaN where a side is empty. */
export interface Quote {
  readonly bid: number;
  readonly ask: number;
  readonly mid: number;
}

export function quoteOf({ bids, asks, mid }: LocalBook): Quote {
  return { bid: ticksToPrice(bids.ticksAt(0)), ask: ticksToPrice(asks.ticksAt(0)), mid };
}
