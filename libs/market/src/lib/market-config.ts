import { configSlice, int, type ConfigOf } from '@aurora/kernel';

/** When the market data of a symbol is no longer to be trusted. */
export const marketConfig = configSlice({
  market: {
    stale_ms: int({
      description:
        'Age of the last update of a book above which the book is stale, in ms of local time; exactly at it is not stale.',
      default: 2000,
      minimum: 1,
      maximum: 600_000,
    }),
    stall_ms: int({
      description:
        'How long a stream may owe a change that another stream of the symbol has shown, in ms of local time, before it counts as stalled; exactly at it is not stalled.',
      default: 2000,
      minimum: 1,
      maximum: 600_000,
    }),
  },
});

/** `market` section as code sees it. */
export type MarketConfig = ConfigOf<typeof marketConfig>['market'];
