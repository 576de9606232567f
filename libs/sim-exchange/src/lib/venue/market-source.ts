import type { Ms } from '@aurora/kernel';
import type { BookView, MarketUpdate, NumberFormat } from '../streams/market-update';
import type { SymbolSpec } from '../symbols/symbol-spec';

/** One symbol of a source. */
export interface SourceSymbol {
  readonly spec: SymbolSpec;
  readonly format: NumberFormat;
  /** The book as it is now; may be another object later. */
  readonly book: BookView;
}

/** Hears of each update, in order. */
export type TakeUpdate = (symbol: string, update: MarketUpdate) => void;

/** A market that plays in its own time, generated or recorded. */
export interface MarketSource {
  readonly symbols: readonly SourceSymbol[];
  /** Market time at the start, whole ms. */
  readonly startMs: Ms;
  /** Market time up to which it has played. */
  readonly reachedMs: Ms;
  /** True when nothing more will come. */
  readonly isEnded: boolean;
  /** Plays up to market time `untilMs`; `stepped` hears of every hundredth of a second that has passed. */
  advance(untilMs: Ms, take: TakeUpdate, stepped: (nowMs: Ms) => void): void;
}
