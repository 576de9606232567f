export { BookDeltas, type BookDelta } from './lib/book/book-deltas';
export { BookSide } from './lib/book/book-side';
export { LocalBook, type DiffOutcome } from './lib/book/local-book';
export { TopCheck } from './lib/book/top-check';
export { trapFromDeltas } from './lib/book/trap-from-deltas';
export { TrapWindow } from './lib/book/trap-window';
export { walkPrice } from './lib/book/walk-book';
export { ClockOffset } from './lib/clock-offset/clock-offset';
export { marketConfig, type MarketConfig } from './lib/market-config';
export { FEED_FAULTS, hasFault, type FeedFault, type WatchedMarket } from './lib/quality/feed-faults';
export { FeedWatch, feedChangeDetails, type FeedChange } from './lib/quality/feed-watch';
export { StreamWatch, type WatchedStream } from './lib/quality/stream-watch';
export type { FeatureVector } from './lib/features/feature-vector';
export { PercentileScale } from './lib/features/percentile-scale';
export { SCORE_WEIGHTS, ScoreModel, type ScorePart } from './lib/features/score-model';
export { SecondBars } from './lib/features/second-bars';
export { SymbolMarket } from './lib/features/symbol-market';
export { microBiasBps, midPrice, orderFlowImbalance, spreadBps, type TopOfBook } from './lib/features/top-of-book';
export { TradeFlow } from './lib/features/trade-flow';
export { pace, type PaceOptions } from './lib/recording/pace';
export { recordedFrame, recordingLine, type RecordedFrame } from './lib/recording/recorded-frame';
export { splitRecordingLine } from './lib/recording/recording-line';
export type {
  BookTickerEvent,
  ControlEvent,
  DepthDiffEvent,
  DepthSnapshotEvent,
  Levels,
  MarketEvent,
  MarkPriceEvent,
  PartialDepthEvent,
  TradeEvent,
  UnknownEvent,
} from './lib/wire/market-event';
export { parseFrame } from './lib/wire/parse-frame';
export {
  parseAggTrades,
  parseExchangeInfo,
  parsePremiumIndex,
  parseServerTime,
  type ExchangeSymbol,
} from './lib/wire/rest-answers';
export { TICKS_PER_UNIT, parseDecimal, parseTicks, ticksToPrice } from './lib/wire/ticks';
export { WireError, type WireErrorReason } from './lib/wire/wire-error';
export { WireStats } from './lib/wire/wire-stats';
