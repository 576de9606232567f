/** Venue symbol in canonical form: upper-case letters and digits of any script, e.g. `BTCUSDT`. */
export type TradingSymbol = string;

const CANONICAL = /^[A-Z0-9]+$/;

/**
 * Canonical form of the spellings in use: `BTC/USDT`, `btc-usdt`, `BINANCE:BTC/USDT`, `BTC/USDT:USDT` and
 * `SOLUSDT@binance_futures` all name one book, so state kept per symbol is kept once.
 * A spelling with no letter or digit comes back unchanged and keeps its own state.
 */
export function canonicalSymbol(text: string): TradingSymbol {
  if (CANONICAL.test(text)) return text;
  const withoutVenue = text.split('@', 1)[0]!;
  const parts = withoutVenue.split(':');
  const pair = parts.length > 1 && !isPairWithSettlement(parts[0]!, parts[1]!) ? parts[1]! : parts[0]!;
  return pair.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '') || text;
}

/** `PAIR:SETTLE` (unified swap notation) in contrast to `VENUE:PAIR`. */
const isPairWithSettlement = (first: string, second: string): boolean =>
  /[/-]/.test(first) || (second !== '' && first.toUpperCase().endsWith(second.toUpperCase()));
