import type { Ms } from '@aurora/kernel';
import type { BarrierOutcome, TradeOutcome, WatchedTrade } from './trade-outcome';

const NONE: readonly TradeOutcome[] = Object.freeze([]);

/**
 * Finds for each trade which of its three barriers is met first: target, stop, or the end of its time to live. Prices are
 * those at which it could be closed: the bid for a buy, the ask for a sell. It watches the market, not the position: how
 * the trade was in fact managed does not matter. Source: the triple-barrier method, López de Prado, Advances in Financial
 * Machine Learning (2018), chapter 3, with time-outs labelled 0.
 */
export class BarrierWatch {
  private readonly bySymbol = new Map<string, WatchedTrade[]>();
  private count = 0;

  /** Trades whose outcome is open. */
  get size(): number {
    return this.count;
  }

  /** Whether an outcome of the symbol is open, so that its prices matter. */
  watches(symbol: string): boolean {
    return this.bySymbol.has(symbol);
  }

  /**
   * Watches a trade from now on. Throws a `RangeError` unless the prices are positive, the entry lies strictly between stop
   * and target on the right sides, score, p in [0, 1] and times are finite, and the time to live is positive.
   */
  open(trade: WatchedTrade): void {
    checkTrade(trade);
    const trades = this.bySymbol.get(trade.symbol);
    if (trades === undefined) this.bySymbol.set(trade.symbol, [trade]);
    else trades.push(trade);
    this.count++;
  }

  /**
   * Takes the best prices of a symbol and returns the outcomes known by them, in order of opening. A price at a barrier
   * meets it; every price up to the end of the time to live counts, and one after it meets nothing but that end. A side without a price (not positive, or the bid
   * not below the ask) meets no price barrier, but time passes.
   * Costs one look-up while nothing is open for the symbol, and allocates nothing while nothing is met.
   */
  onPrice(symbol: string, bid: number, ask: number, nowMs: Ms): readonly TradeOutcome[] {
    const trades = this.bySymbol.get(symbol);
    return trades === undefined ? NONE : this.settle(symbol, trades, bid, ask, nowMs);
  }

  /** Ends every trade whose time to live has passed, as time does where no price comes. In order of symbols, then of opening. */
  onTime(nowMs: Ms): readonly TradeOutcome[] {
    if (this.count === 0) return NONE;
    const outcomes: TradeOutcome[] = [];
    for (const [symbol, trades] of this.bySymbol) outcomes.push(...this.settle(symbol, trades, NaN, NaN, nowMs));
    return outcomes;
  }

  /**
   * Gives up the open trades of a symbol, because its prices have a hole in which a barrier may have been met unseen: a
   * guess is no outcome.
   * @returns how many.
   */
  forget(symbol: string): number {
    const forgotten = this.bySymbol.get(symbol)?.length ?? 0;
    this.bySymbol.delete(symbol);
    this.count -= forgotten;
    return forgotten;
  }

  /** Gives up all open trades, as {@link forget} does those of one symbol. @returns how many. */
  forgetAll(): number {
    const forgotten = this.count;
    this.bySymbol.clear();
    this.count = 0;
    return forgotten;
  }

  private settle(symbol: string, trades: WatchedTrade[], bid: number, ask: number, nowMs: Ms): readonly TradeOutcome[] {
    const isPriced = bid > 0 && ask > bid && ask < Infinity;
    let outcomes: TradeOutcome[] | undefined;
    let kept = 0;
    for (let i = 0; i < trades.length; i++) {
      const trade = trades[i]!;
      const price = isPriced ? (trade.side === 'buy' ? bid : ask) : NaN;
      const outcome = outcomeAt(trade, price, nowMs);
      if (outcome === null) trades[kept++] = trade;
      else (outcomes ??= []).push(outcomeOf(trade, outcome, price, nowMs));
    }
    if (outcomes === undefined) return NONE;
    trades.length = kept;
    this.count -= outcomes.length;
    if (kept === 0) this.bySymbol.delete(symbol);
    return outcomes;
  }
}

function outcomeAt(trade: WatchedTrade, price: number, nowMs: Ms): BarrierOutcome | null {
  const ageMs = nowMs - trade.openedMs;
  if (ageMs > trade.ttlMs) return 'ttl';
  if (ageMs < 0) return null;
  const isBuy = trade.side === 'buy';
  if (isBuy ? price >= trade.targetPrice : price <= trade.targetPrice) return 'target';
  if (isBuy ? price <= trade.stopPrice : price >= trade.stopPrice) return 'stop';
  return null;
}

function outcomeOf(trade: WatchedTrade, outcome: BarrierOutcome, price: number, nowMs: Ms): TradeOutcome {
  const { cid, decisionId, traded, symbol, side, score, p, model, openedMs } = trade;
  return {
    cid,
    ...(decisionId !== undefined && { decisionId }),
    traded,
    symbol,
    side,
    score,
    p,
    model,
    label: outcome === 'target' ? 1 : 0,
    outcome,
    openedMs,
    closedMs: nowMs,
    exitPrice: Number.isNaN(price) ? null : price,
  };
}

function checkTrade({ cid, side, score, p, openedMs, ttlMs, entryPrice, targetPrice, stopPrice }: WatchedTrade): void {
  const low = side === 'buy' ? stopPrice : targetPrice;
  const high = side === 'buy' ? targetPrice : stopPrice;
  if (!(low > 0 && low < entryPrice && entryPrice < high && high < Infinity))
    throw new RangeError(
      `${cid}: a ${side} at ${entryPrice} cannot have its target at ${targetPrice} and its stop at ${stopPrice}`,
    );
  if (!Number.isFinite(score)) throw new RangeError(`${cid}: score must be finite, got ${score}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${cid}: p must be in [0, 1], got ${p}`);
  if (!Number.isFinite(openedMs)) throw new RangeError(`${cid}: openedMs must be finite, got ${openedMs}`);
  if (!(ttlMs > 0 && ttlMs < Infinity)) throw new RangeError(`${cid}: ttlMs must be positive, got ${ttlMs}`);
}
