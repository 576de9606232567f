export { camel, camelKeys, type Camel, type CamelKeys } from './lib/camel';
export { ManualClock, type Clock, type NewId } from './lib/clock';
export {
  configSlice,
  defaultsOf,
  flag,
  int,
  num,
  oneOf,
  optionalFlag,
  optionalInt,
  optionalNum,
  optionalText,
  section,
  table,
  text,
  texts,
  type ConfigOf,
  type ConfigSlice,
  type FieldSchema,
  type KeyNotes,
  type KeySchema,
  type ListBounds,
  type NumberBounds,
  type RowSchema,
  type SectionKeys,
  type SectionSchema,
  type TextBounds,
} from './lib/config-slice';
export { Decimal, floorToStep } from './lib/decimal';
export type { DataQuality, GateRequest, MarketView, OrderIntent } from './lib/gate-request';
export { MODES, parseMode, stricterMode, type Mode } from './lib/modes';
export { mulberry32, type Random } from './lib/mulberry32';
export { SortedWindow, percentileOfSorted } from './lib/percentile';
export { oppositeSide, parseSide, sideSign, type Side } from './lib/side';
export { canonicalSymbol, type TradingSymbol } from './lib/symbol';
export { msToNs, nsToMs, parseTsNs, type TsNs } from './lib/ts-ns';
export {
  bpsToFraction,
  fractionToBps,
  fractionToPct,
  msToSec,
  pctToFraction,
  secToMs,
  type Bps,
  type Fraction,
  type Ms,
  type Pct,
  type Quote,
  type Sec,
} from './lib/units';
