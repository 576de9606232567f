/** Streams of a symbol that are missed when they stand still. Trades are not among them: a market may well pause. */
export type WatchedStream = 'depth' | 'bookTicker' | 'markPrice';

/** The venue sends the mark price every 3 s at the least (`@markPrice`; every second as `@markPrice@1s`). */
const MARK_PRICE_EVERY_MS = 3000;

/**
 * Tells a stream that stands still from a market that does. A stream stands still when it owes something: another one has
 * shown a change that this one has to tell of as well, and it has not yet. A ticker newer than the book is a change of
 * the depth; a newer best price or quantity in the book, one of the ticker; a trade, one of both; the mark price comes by
 * the clock. Silence of all is none of this: it makes the book stale. A stream nobody has heard of owes nothing.
 *
 * Ids are update ids of the book, transaction times are the venue's, `nowMs` is local.
 */
export class StreamWatch {
  private readonly depth = new Debt();
  private readonly bookTicker = new Debt();
  private markSinceMs = NaN;
  private readonly heardMs = { depth: NaN, bookTicker: NaN, trade: NaN, markPrice: NaN };

  onDepth(updateId: number, transactMs: number, nowMs: number): void {
    this.heardMs.depth = nowMs;
    this.depth.told(updateId, transactMs, nowMs);
    this.onAny(nowMs);
  }

  /** The book holds a best price or quantity that no ticker has shown before. */
  onNewTop(updateId: number, nowMs: number): void {
    this.bookTicker.owesId(updateId, nowMs);
  }

  onTicker(updateId: number, transactMs: number, nowMs: number): void {
    this.heardMs.bookTicker = nowMs;
    this.bookTicker.told(updateId, transactMs, nowMs);
    this.depth.owesId(updateId, nowMs);
    this.onAny(nowMs);
  }

  onTrade(tradeMs: number, nowMs: number): void {
    this.heardMs.trade = nowMs;
    this.depth.owesTrade(tradeMs, nowMs);
    this.bookTicker.owesTrade(tradeMs, nowMs);
    this.onAny(nowMs);
  }

  onMarkPrice(nowMs: number): void {
    this.heardMs.markPrice = nowMs;
    this.markSinceMs = NaN;
  }

  /** Time since a stream was last heard of, ms; NaN before the first time. Silence alone is no fault. */
  silentMs(stream: WatchedStream | 'trade', nowMs: number): number {
    return nowMs - this.heardMs[stream];
  }

  /** How long a stream has owed a change, ms; 0 while it owes none. */
  owedMs(stream: WatchedStream, nowMs: number): number {
    const sinceMs = stream === 'markPrice' ? this.markSinceMs : this[stream].sinceMs;
    return Number.isNaN(sinceMs) ? 0 : Math.max(0, nowMs - sinceMs);
  }

  private onAny(nowMs: number): void {
    const isLate = nowMs - this.heardMs.markPrice > MARK_PRICE_EVERY_MS;
    if (isLate && Number.isNaN(this.markSinceMs)) this.markSinceMs = nowMs;
  }
}

/** What a stream has told, and what others have shown. */
class Debt {
  /** Local time since when something is owed; NaN while nothing is. */
  sinceMs = NaN;
  private toldId = NaN;
  private toldMs = NaN;
  private owedId = NaN;
  private owedMs = NaN;

  told(updateId: number, transactMs: number, nowMs: number): void {
    this.toldId = updateId;
    this.toldMs = transactMs;
    this.sinceMs = this.owedId > updateId || this.owedMs > transactMs ? nowMs : NaN;
  }

  owesId(updateId: number, nowMs: number): void {
    this.owedId = updateId;
    if (updateId > this.toldId) this.owes(nowMs);
  }

  owesTrade(tradeMs: number, nowMs: number): void {
    this.owedMs = tradeMs;
    if (tradeMs > this.toldMs) this.owes(nowMs);
  }

  private owes(nowMs: number): void {
    if (Number.isNaN(this.sinceMs)) this.sinceMs = nowMs;
  }
}
