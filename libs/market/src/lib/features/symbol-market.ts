import { BookDeltas } from '../book/book-deltas';
import { LocalBook } from '../book/local-book';
import { TopCheck } from '../book/top-check';
import { TrapWindow } from '../book/trap-window';
import { ClockOffset } from '../clock-offset/clock-offset';
import { StreamWatch } from '../quality/stream-watch';
import type {
  BookTickerEvent,
  DepthDiffEvent,
  DepthSnapshotEvent,
  MarketEvent,
  PartialDepthEvent,
  TradeEvent,
} from '../wire/market-event';
import type { FeatureVector } from './feature-vector';
import { MidTrail } from './mid-trail';
import { RollingSums } from './rolling-sums';
import { SecondBars } from './second-bars';
import { isSameTop, microBiasBps, midPrice, orderFlowImbalance, spreadBps, type TopOfBook } from './top-of-book';
import { TradeFlow } from './trade-flow';

const LEVELS = 5;
const FLOW_WINDOW_MS = 5000;
const OFI_WINDOW_MS = 1000;
/** Bars before the first feature vector: fewer say nothing about volatility. */
const MIN_BARS = 5;

/**
 * Everything known of one symbol, kept up to date frame by frame: book, clock offset, flow, volatility. Times are local
 * ms and must not go back. Counts what went wrong in `gaps`, `crossings`, `sequenceFaults` and `topCheck.mismatches`.
 */
export class SymbolMarket {
  readonly book = new LocalBook();
  readonly trap: TrapWindow;
  readonly topCheck = new TopCheck();
  readonly clock = new ClockOffset();
  readonly bars = new SecondBars();
  readonly streams = new StreamWatch();
  gaps = 0;
  /** Applied diffs that left the book crossed. */
  crossings = 0;
  /** Diffs that came again or out of order after the book was in step. */
  sequenceFaults = 0;
  lastSequenceFaultMs = NaN;
  /** Prints that no market order made; they change nothing else here. */
  offMarketTrades = 0;
  private readonly deltas = new BookDeltas(LEVELS);
  private readonly flow = new TradeFlow(FLOW_WINDOW_MS);
  private readonly ofi = new RollingSums(OFI_WINDOW_MS);
  private top: TopOfBook | undefined;
  private tradeKind: TradeEvent['kind'] | undefined;
  private readonly mids = new MidTrail(FLOW_WINDOW_MS);
  private latency = NaN;

  constructor(
    readonly symbol: string,
    trapWindowMs = 2000,
  ) {
    this.trap = new TrapWindow(trapWindowMs);
  }

  /** Latency of the last message above the fastest one of the last minute, ms ≥ 0; NaN before the first. */
  get latencyMs(): number {
    return this.latency;
  }

  apply(event: MarketEvent, nowMs: number): void {
    if (event.kind === 'snapshot') return this.onSnapshot(event, nowMs);
    if (event.kind === 'control' || event.kind === 'unknown') return;
    this.latency = this.clock.latencyMs(nowMs, event.eventMs);
    switch (event.kind) {
      case 'bookTicker':
        return this.onTicker(event, nowMs);
      case 'depthDiff':
        return this.onDiff(event, nowMs);
      case 'partialDepth':
        return this.onPartial(event, nowMs);
      case 'trade':
      case 'aggTrade':
        return this.onTrade(event, nowMs);
      case 'markPrice':
        return this.streams.onMarkPrice(nowMs);
      case 'offMarketTrade':
        this.offMarketTrades++;
    }
  }

  /**
   * The features now; `undefined` until the book is in step with both sides filled and 5 one-second bars have closed. A
   * stale or crossed book still has features (the spread of a crossed one is negative): who trades on them must look at
   * `book.isStale` and `book.crossed`. To be called at a steady pace, for the scale of the score counts samples.
   */
  features(nowMs: number): FeatureVector | undefined {
    const top = this.top;
    if (!this.book.synced || top === undefined || this.bars.bars < MIN_BARS) return undefined;
    const bids = this.book.bids.qtySum(LEVELS);
    const asks = this.book.asks.qtySum(LEVELS);
    if (bids === 0 || asks === 0) return undefined;
    const mid = midPrice(top);
    const rates = this.trap.ratesPerSec(nowMs);
    this.bars.update(nowMs, mid);
    this.flow.expire(nowMs);
    this.ofi.expire(nowMs);
    return {
      nowMs,
      mid,
      spreadBps: spreadBps(top),
      obi: (bids - asks) / (bids + asks),
      tfi: this.flow.imbalance,
      microBiasBps: microBiasBps(top),
      ofi: this.ofi.first,
      absorb: this.flow.absorption(this.mids.move(nowMs, mid)),
      sweep: this.flow.sweep,
      trendBps: this.bars.trendBps,
      cancelPerSec: rates.cancel,
      replenishPerSec: rates.add,
      volStdBps: this.bars.volStdBps,
      atrBps: this.bars.atrBps,
    };
  }

  private onTicker(ticker: BookTickerEvent, nowMs: number): void {
    this.streams.onTicker(ticker.updateId, ticker.transactMs, nowMs);
    this.topCheck.onTicker(ticker);
    this.onTop(ticker, nowMs);
  }

  private onPartial(partial: PartialDepthEvent, nowMs: number): void {
    this.streams.onDepth(partial.lastUpdateId, partial.transactMs, nowMs);
    if (this.deltas.applyPartial(this.book, partial, nowMs) !== 'applied') return;
    this.trap.add(this.deltas.cancelled, this.deltas.added, nowMs);
    this.onBook(nowMs);
  }

  private onSnapshot(snapshot: DepthSnapshotEvent, nowMs: number): void {
    const outcome = this.book.applySnapshot(snapshot, nowMs);
    if (outcome === 'stale') return;
    if (outcome === 'gap') this.gaps++;
    this.top = undefined;
    this.topCheck.reset();
    if (this.book.synced) this.onBook(nowMs);
  }

  private onDiff(diff: DepthDiffEvent, nowMs: number): void {
    this.streams.onDepth(diff.lastUpdateId, diff.transactMs, nowMs);
    const wasSynced = this.book.synced;
    const outcome = this.deltas.apply(this.book, diff, nowMs);
    if (outcome === 'applied') {
      this.trap.add(this.deltas.cancelled, this.deltas.added, nowMs);
      this.topCheck.onBook(this.book);
      this.onBook(nowMs);
    } else if (outcome === 'gap') {
      this.gaps++;
      this.topCheck.reset();
    } else if (outcome === 'stale' && wasSynced) {
      this.sequenceFaults++;
      this.lastSequenceFaultMs = nowMs;
    }
  }

  private onBook(nowMs: number): void {
    if (this.book.crossed) this.crossings++;
    const { bids, asks, lastUpdateId } = this.book;
    if (bids.size === 0 || asks.size === 0) return;
    const top = {
      updateId: lastUpdateId,
      bidTicks: bids.ticksAt(0),
      bidQty: bids.qtyAt(0),
      askTicks: asks.ticksAt(0),
      askQty: asks.qtyAt(0),
    };
    if (this.onTop(top, nowMs)) this.streams.onNewTop(lastUpdateId, nowMs);
  }

  /** The newer update wins: the ticker usually leads the diff that holds the same change. True when it differs from the one before. */
  private onTop(top: TopOfBook, nowMs: number): boolean {
    const before = this.top;
    if (before !== undefined && top.updateId <= before.updateId) return false;
    if (before !== undefined) this.ofi.add(nowMs, orderFlowImbalance(before, top), 0);
    this.top = top;
    this.bars.update(nowMs, midPrice(top));
    return before !== undefined && !isSameTop(before, top);
  }

  /** `trade` and `aggTrade` tell of the same volume: the kind seen first is used, the other ignored. */
  private onTrade(trade: TradeEvent, nowMs: number): void {
    this.streams.onTrade(trade.tradeMs, nowMs);
    this.tradeKind ??= trade.kind;
    if (trade.kind !== this.tradeKind) return;
    this.deltas.addTrade(trade);
    this.trap.addTrade(nowMs);
    this.flow.add(trade, nowMs);
  }
}
