import type { SymbolSpec } from '../symbols/symbol-spec';

/** What a generated market is made of. The same options give the same market, to the byte. */
export interface MarketOptions {
  /** Any integer; its low 32 bits count. */
  readonly seed: number;
  /** Known names or whole specs, the parent first: the others follow it. Default BTCUSDT, ETHUSDT. */
  readonly symbols?: readonly (string | SymbolSpec)[];
  /**
   * Messages per second of all symbols together, counted over `bookTicker`, `depth@0ms` and `trade`; only the traffic
   * changes, not how far prices move. At least 100 a symbol, default 150 a symbol.
   */
  readonly framesPerSec?: number;
}

export interface GenerateOptions extends MarketOptions {
  /** Length in ms of exchange time; `Infinity` never ends. */
  readonly durationMs: number;
  /** Exchange time of the first frame, ms since the epoch. Default 2026-01-01. */
  readonly startMs?: number;
  /**
   * Channels of each symbol, as in the venue's stream names without the symbol. Default `bookTicker`, `depth@0ms`,
   * `trade`, `markPrice@1s`.
   */
  readonly channels?: readonly string[];
}
