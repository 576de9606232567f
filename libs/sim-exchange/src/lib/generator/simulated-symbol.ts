import { msToSec, type Ms, type Random } from '@aurora/kernel';
import { TICKS_PER_UNIT, parseTicks } from '@aurora/market';
import type { MarketUpdate, NumberFormat } from '../streams/market-update';
import { gridOf, lotFormat } from '../symbols/grid-of';
import type { SourceSymbol } from '../venue/market-source';
import type { SymbolSpec } from '../symbols/symbol-spec';
import type { Push } from './fair-returns';
import { HawkesArrivals } from './hawkes';
import { exponential, poisson } from './random';
import { SimulatedBook, type SimulatedTrade } from './simulated-book';
import { Spoofer } from './spoofer';
import type { Regime } from './volatility-regime';

/** The fair price may stray so far from the quotes before they follow, bps; at least about half a price step. */
const SLACK_BPS = 0.08;
/** Quotes under walls follow later. */
const PINNED_SLACK = 4;
/** Chance that stale quotes are picked off instead of pulled. */
const PICK_OFF = 0.15;
/** How much a leaning of one standard deviation turns the aggressors. */
const FLOW_TILT = 0.08;
/** Mean size of a market order, and the share of large ones, in levels. */
const ORDER_SIZE = { usual: 0.4, large: 4, largeShare: 0.02 };
/** How often quotes wider than one step are wanted, and by how much, bps. */
const WIDE_BPS = 0.08;
const ORDERS_PER_SEC = 3;
const CHURN_PER_SEC = 60;
/** Diffs are made at the venue's own pace. */
const DIFF_MS = 50;
const MARK_MS = 1000;
const FUNDING_RATE = 0.0001;

/** One symbol of a generated market: a book around a fair price, orders that arrive, walls. */
export class SimulatedSymbol implements SourceSymbol {
  readonly format: NumberFormat;
  readonly book: SimulatedBook;
  readonly spoofer: Spoofer;
  private readonly arrivals: HawkesArrivals;
  private readonly stepTicks: number;
  private readonly levelLots: number;
  private fairTicks: number;
  private spreadSteps = 1;
  private tradeId = 1_000_000;
  private sent = { bidTicks: 0, bidQty: 0, askTicks: 0, askQty: 0 };

  /** @param traffic orders and changes, times the usual. */
  constructor(
    readonly spec: SymbolSpec,
    private readonly traffic: number,
    startMs: Ms,
    private readonly random: Random,
  ) {
    const grid = gridOf(spec);
    this.format = lotFormat(spec);
    this.stepTicks = grid.stepTicks;
    this.levelLots = grid.levelLots;
    this.fairTicks = parseTicks(spec.price);
    this.book = new SimulatedBook(grid, random);
    this.spoofer = new Spoofer(grid.levelLots, startMs, random);
    this.arrivals = new HawkesArrivals(ORDERS_PER_SEC * traffic, random);
    this.book.requote(this.fairTicks, this.spreadSteps, 0);
    this.book.takeChanged();
  }

  /** Plays one step that ends at `nowMs` and hands over what happened, in order. */
  step(nowMs: Ms, stepMs: Ms, push: Push, regime: Regime, take: (update: MarketUpdate) => void): void {
    const sec = msToSec(stepMs);
    this.fairTicks *= 1 + this.spoofer.bend(push.returnBps, regime.volBps, sec) / 1e4;
    this.book.leaning = push.leaning;
    const tell = (trades: readonly SimulatedTrade[] = []) => this.tell(nowMs, trades, take);
    tell(this.follow(regime));
    const orders = this.arrivals.step(sec, regime.activity);
    for (let i = 0; i < orders; i++) tell(this.book.take(this.aggressor(push.leaning), this.orderLots()));
    this.book.refill();
    tell();
    const changes = poisson(this.random, CHURN_PER_SEC * this.traffic * this.book.appetite * sec);
    for (let i = 0; i < changes; i++) {
      this.book.churn(this.spoofer.standing);
      tell();
    }
    this.spoofer.step(nowMs, this.book);
    tell();
    if (nowMs % DIFF_MS === 0) this.tellChanges(nowMs, take);
    if (nowMs % MARK_MS === 0) this.tellMark(nowMs, take);
  }

  private follow(regime: Regime): SimulatedTrade[] {
    const slack = Math.max(0.55 * this.stepTicks, (SLACK_BPS / 1e4) * this.fairTicks);
    const isFar = Math.abs(this.fairTicks - this.book.centre) > slack * (this.spoofer.isUp ? PINNED_SLACK : 1);
    if (!isFar) return [];
    const wideSteps = Math.max(1, ((WIDE_BPS / 1e4) * this.fairTicks) / this.stepTicks);
    const isWide = this.random() < regime.wideQuote;
    this.spreadSteps = 1 + (isWide ? Math.ceil(exponential(this.random, wideSteps)) : 0);
    return this.book.requote(this.fairTicks, this.spreadSteps, this.random() < PICK_OFF ? this.orderLots() : 0);
  }

  private aggressor(leaning: number): 'buy' | 'sell' {
    return this.random() < Math.max(0.1, Math.min(0.9, 0.5 + FLOW_TILT * leaning)) ? 'buy' : 'sell';
  }

  private orderLots(): number {
    const { usual, large, largeShare } = ORDER_SIZE;
    const levels = this.random() < largeShare ? large : usual;
    return 1 + Math.floor(exponential(this.random, levels * this.levelLots));
  }

  private tell(nowMs: Ms, trades: readonly SimulatedTrade[], take: (update: MarketUpdate) => void): void {
    for (const { ticks, lots, isBuyerMaker } of trades) {
      const tradeId = this.tradeId++;
      take({
        kind: 'trade',
        transactMs: nowMs,
        eventMs: nowMs,
        tradeId,
        ticks,
        qty: lots,
        isBuyerMaker,
        origin: 'MARKET',
      });
    }
    const { bids, asks } = this.book;
    const [bidTicks, bidQty, askTicks, askQty] = [bids.ticksAt(0), bids.qtyAt(0), asks.ticksAt(0), asks.qtyAt(0)];
    const { sent } = this;
    if (bidTicks === sent.bidTicks && bidQty === sent.bidQty && askTicks === sent.askTicks && askQty === sent.askQty)
      return;
    this.sent = { bidTicks, bidQty, askTicks, askQty };
    take({ kind: 'top', transactMs: nowMs, eventMs: nowMs, updateId: this.book.lastUpdateId, ...this.sent });
  }

  private tellChanges(nowMs: Ms, take: (update: MarketUpdate) => void): void {
    const { bids, asks } = this.book.takeChanged();
    if (bids.length + asks.length > 0)
      take({ kind: 'book', transactMs: nowMs, eventMs: nowMs, updateId: this.book.lastUpdateId, bids, asks });
  }

  private tellMark(nowMs: Ms, take: (update: MarketUpdate) => void): void {
    const markPrice = this.book.centre / TICKS_PER_UNIT;
    const indexPrice = this.fairTicks / TICKS_PER_UNIT;
    take({ kind: 'mark', transactMs: nowMs, eventMs: nowMs, markPrice, indexPrice, fundingRate: FUNDING_RATE });
  }
}
