import type { DepthDiffEvent, DepthSnapshotEvent, Levels, MarketEvent, TradeEvent } from '../wire/market-event';
import type { FeatureVector } from './feature-vector';

type Top = [updateId: number, bid: number, bidQty: number, ask: number, askQty: number];
type Book = Map<number, number>;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * The features of a symbol by their definitions, from lists of all that has happened, computed anew at every look. Knows
 * diffs whose sequence is whole, tickers, trades and one snapshot at the start.
 */
export class ReferenceMarket {
  private readonly bids: Book = new Map();
  private readonly asks: Book = new Map();
  /** Diffs that came before the snapshot. */
  private early: DepthDiffEvent[] | undefined = [];
  private isSynced = false;
  private top: Top | undefined;
  private readonly flows: { ms: number; ofi: number }[] = [];
  private readonly trades: { ms: number; trade: TradeEvent; swept: number }[] = [];
  private readonly samples: [ms: number, mid: number][] = [];
  private readonly deltas: { ms: number; cancelled: number; added: number }[] = [];
  private waiting: TradeEvent[] = [];
  private run: TradeEvent[] = [];
  /** High, low and close of each second since the first update. */
  private readonly bars: [high: number, low: number, close: number][] = [];
  private firstSecond = NaN;

  apply(event: MarketEvent, nowMs: number): void {
    if (event.kind === 'snapshot') this.onSnapshot(event, nowMs);
    else if (event.kind === 'depthDiff') this.onDiff(event, nowMs);
    else if (event.kind === 'bookTicker')
      this.onTop([event.updateId, event.bidTicks, event.bidQty, event.askTicks, event.askQty], nowMs);
    else if (event.kind === 'trade') this.onTrade(event, nowMs);
  }

  features(nowMs: number): FeatureVector | undefined {
    if (!this.isSynced || this.top === undefined || this.bars.length < 7) return undefined;
    const [, bid, bidQty, ask, askQty] = this.top;
    const mid = (bid + ask) / 2e8;
    this.bar(nowMs, mid);
    this.samples.push([nowMs, mid]);
    const [bidSum, askSum] = [best(this.bids, -1), best(this.asks, 1)].map((side) => sum(side.map(([, qty]) => qty)));
    const trades = since(this.trades, nowMs - 5000);
    const [bought, sold] = [false, true].map((isSell) => volume(trades, isSell, ({ trade }) => trade.qty));
    const [sweptUp, sweptDown] = [false, true].map((isSell) => volume(trades, isSell, ({ swept }) => swept));
    const share = (part: number) => (bought! + sold! > 0 ? part / (bought! + sold!) : 0);
    const before = this.samples.findLast(([ms]) => ms <= nowMs - 5000) ?? this.samples[0]!;
    const moved = mid - before[1];
    const deltas = since(this.deltas, nowMs - 2000);
    return {
      nowMs,
      mid,
      spreadBps: ((ask - bid) / 1e8 / mid) * 1e4,
      obi: (bidSum! - askSum!) / (bidSum! + askSum!),
      tfi: share(bought! - sold!),
      microBiasBps: (((bid * askQty + ask * bidQty) / (bidQty + askQty) / 1e8 - mid) / mid) * 1e4,
      ofi: sum(since(this.flows, nowMs - 1000).map(({ ofi }) => ofi)),
      absorb: share((moved >= 0 ? sold! : 0) - (moved <= 0 ? bought! : 0)),
      sweep: share(sweptUp! - sweptDown!),
      cancelPerSec: sum(deltas.map(({ cancelled }) => cancelled)) / 2,
      replenishPerSec: sum(deltas.map(({ added }) => added)) / 2,
      ...this.barFeatures(),
    };
  }

  private onSnapshot(snapshot: DepthSnapshotEvent, nowMs: number): void {
    set(this.bids, snapshot.bids);
    set(this.asks, snapshot.asks);
    this.top = undefined;
    for (const diff of this.early ?? []) {
      if (diff.lastUpdateId < snapshot.lastUpdateId) continue;
      set(this.bids, diff.bids);
      set(this.asks, diff.asks);
      this.isSynced = true;
    }
    const lastId = this.early?.at(-1)?.lastUpdateId ?? 0;
    this.early = undefined;
    if (this.isSynced) this.onBook(lastId, nowMs);
  }

  private onDiff(diff: DepthDiffEvent, nowMs: number): void {
    const now = this.waiting.filter(({ tradeMs }) => tradeMs <= diff.transactMs);
    this.waiting = this.waiting.filter(({ tradeMs }) => tradeMs > diff.transactMs);
    if (this.early !== undefined) {
      this.early.push(diff);
      return;
    }
    let [cancelled, added] = [0, 0];
    for (const [book, levels, sign] of [
      [this.bids, diff.bids, -1],
      [this.asks, diff.asks, 1],
    ] as const) {
      const was = new Map(levels.ticks.map((ticks) => [ticks, book.get(ticks) ?? 0]));
      const floorBefore = best(book, sign).at(4)?.[0] ?? sign * Infinity;
      set(book, levels);
      const floorAfter = best(book, sign).at(4)?.[0] ?? sign * Infinity;
      for (const [ticks, before] of was) {
        const hits = now.filter((trade) => trade.ticks === ticks && trade.isBuyerMaker === (sign === -1));
        const change = (book.get(ticks) ?? 0) - before + sum(hits.map(({ qty }) => qty));
        if (change < -1e-9 && ticks * sign <= floorBefore * sign) cancelled -= change;
        if (change > 1e-9 && ticks * sign <= floorAfter * sign) added += change;
      }
    }
    this.deltas.push({ ms: nowMs, cancelled, added });
    this.isSynced = true;
    this.onBook(diff.lastUpdateId, nowMs);
  }

  private onBook(updateId: number, nowMs: number): void {
    this.onTop([updateId, ...best(this.bids, -1)[0]!, ...best(this.asks, 1)[0]!], nowMs);
  }

  private onTop(after: Top, nowMs: number): void {
    const before = this.top;
    if (before !== undefined && after[0] <= before[0]) return;
    if (before !== undefined) {
      const [, bid, bidQty, ask, askQty] = after;
      const bids = (bid >= before[1] ? bidQty : 0) - (bid <= before[1] ? before[2] : 0);
      const asks = (ask <= before[3] ? askQty : 0) - (ask >= before[3] ? before[4] : 0);
      this.flows.push({ ms: nowMs, ofi: bids - asks });
    }
    this.top = after;
    this.bar(nowMs, (after[1] + after[3]) / 2e8);
  }

  private onTrade(trade: TradeEvent, nowMs: number): void {
    const last = this.run[0];
    const goesOn = last?.tradeMs === trade.tradeMs && last.isBuyerMaker === trade.isBuyerMaker;
    const levelsBefore = goesOn ? levelsOf(this.run) : 0;
    this.run = goesOn ? [...this.run, trade] : [trade];
    // With the third price all that was hit so far is a sweep, and from then on each print.
    const swept = levelsOf(this.run) < 3 ? 0 : levelsBefore < 3 ? sum(this.run.map(({ qty }) => qty)) : trade.qty;
    this.trades.push({ ms: nowMs, trade, swept });
    this.waiting.push(trade);
  }

  private bar(nowMs: number, mid: number): void {
    const second = Math.floor(nowMs / 1000);
    if (this.bars.length === 0) this.firstSecond = second;
    while (this.bars.length <= second - this.firstSecond) {
      const close = this.bars.at(-1)?.[2] ?? mid;
      this.bars.push(this.bars.length === second - this.firstSecond ? [mid, mid, mid] : [close, close, close]);
    }
    const bar = this.bars.at(-1)!;
    bar[0] = Math.max(bar[0], mid);
    bar[1] = Math.min(bar[1], mid);
    bar[2] = mid;
  }

  private barFeatures(): Pick<FeatureVector, 'trendBps' | 'volStdBps' | 'atrBps'> {
    const closed = this.bars.slice(0, -1);
    const closes = closed.map(([, , close]) => close);
    const last = closes.at(-1)!;
    const average = (n: number) => closes.reduce((ema, close) => ema + ((close - ema) * 2) / (n + 1), closes[0]!);
    const returns = closes.slice(1).map((close, i) => Math.log(close / closes[i]!) * 1e4);
    const recent = returns.slice(-60);
    const mean = sum(recent) / recent.length;
    const ranges = closed.slice(1).map(([high, low], i) => Math.max(high, closes[i]!) - Math.min(low, closes[i]!));
    const atr = ranges
      .slice(14)
      .reduce((a, range) => (a * 13 + range) / 14, sum(ranges.slice(0, 14)) / Math.min(14, ranges.length));
    return {
      trendBps: ((average(5) - average(20)) / last) * 1e4,
      volStdBps: Math.sqrt(sum(recent.map((r) => (r - mean) ** 2)) / (recent.length - 1)),
      atrBps: (atr / last) * 1e4,
    };
  }
}

function set(book: Book, { ticks, qtys }: Levels): void {
  for (const [i, price] of ticks.entries())
    if (qtys[i]! > 0) book.set(price, qtys[i]!);
    else book.delete(price);
}

/** The best five levels of a side, best first; sign −1 for bids. */
function best(book: Book, sign: 1 | -1): [ticks: number, qty: number][] {
  const prices: number[] = [];
  for (const ticks of book.keys()) {
    if (prices.length === 5 && ticks * sign >= prices[4]! * sign) continue;
    prices.push(ticks);
    prices.sort((a, b) => (a - b) * sign);
    prices.length = Math.min(5, prices.length);
  }
  return prices.map((ticks) => [ticks, book.get(ticks)!]);
}

/** Entries not older than a time. */
const since = <T extends { readonly ms: number }>(entries: readonly T[], fromMs: number): T[] =>
  entries.slice(entries.findLastIndex(({ ms }) => ms < fromMs) + 1);

function volume<T extends { trade: TradeEvent }>(
  trades: readonly T[],
  isSell: boolean,
  qtyOf: (entry: T) => number,
): number {
  return sum(trades.filter(({ trade }) => trade.isBuyerMaker === isSell).map(qtyOf));
}

/** Prices of a run, counted anew whenever the price changes. */
const levelsOf = (run: readonly TradeEvent[]): number =>
  run.filter(({ ticks }, i) => ticks !== run[i - 1]?.ticks).length;

/** The score by its definition: percentiles of the last 600 samples of each part, sorted anew. */
export class ReferenceScore {
  private readonly histories = new Map<string, number[]>();

  score(features: FeatureVector): number {
    const { obi, tfi, absorb, microBiasBps, ofi, trendBps } = features;
    const parts = { obi, tfi, absorb, microBiasBps, ofi, trend: trendBps * tfi > 0 ? trendBps : 0 };
    const weights = { obi: 0.3, tfi: 0.25, absorb: 0.15, microBiasBps: 0.15, ofi: 0.1, trend: 0.05 };
    const names = Object.keys(parts) as (keyof typeof parts)[];
    return Math.tanh(sum(names.map((name) => weights[name] * this.scaled(name, parts[name]))));
  }

  private scaled(name: string, value: number): number {
    const history = this.histories.get(name) ?? [];
    const sorted = history.slice(-600).sort((a, b) => a - b);
    this.histories.set(name, [...history.slice(-600), value]);
    const [low, high] = sorted.length < 30 ? [-1, 1] : [percentile(sorted, 0.05), percentile(sorted, 0.95)];
    const scaled = high > low ? (2 * (value - low)) / (high - low) - 1 : Math.sign(value - low);
    return Math.max(-1, Math.min(1, scaled));
  }
}

function percentile(sorted: readonly number[], p: number): number {
  const rank = (sorted.length - 1) * p;
  const below = sorted[Math.floor(rank)]!;
  return below + (sorted[Math.ceil(rank)]! - below) * (rank % 1);
}
