import type { Side } from '@aurora/kernel';
import { TICKS_PER_UNIT } from '../wire/ticks';
import { exponential, poisson, type Random } from './mulberry32';
import { SimulatedBook, type SimulatedSymbol, type SimulatedTrade } from './simulated-book';

const FIRST_UPDATE_ID = 4_000_000_000_000;
const SNAPSHOT_LEVELS = 60;

/** Self-exciting arrivals of market orders (Hawkes 1971, exponential kernel): trades come in bursts. Rates per second. */
const ARRIVALS = { base: 6, jump: 3, decay: 6 };

/** One symbol's websocket texts, step by step, in the venue's shapes. */
export class SimulatedStream {
  private readonly book: SimulatedBook;
  private updateId = FIRST_UPDATE_ID;
  private lastSentId = FIRST_UPDATE_ID - 1;
  private tradeId = 1_000_000;
  private fairTicks: number;
  private intensity = ARRIVALS.base;
  private lastTop = '';

  constructor(
    private readonly about: SimulatedSymbol,
    private readonly random: Random,
  ) {
    this.book = new SimulatedBook(about, random);
    this.fairTicks = about.price * TICKS_PER_UNIT;
    this.book.quote(this.fairTicks);
  }

  /** The REST depth answer that seeds a local book. */
  snapshot(nowMs: number): string {
    this.book.takeChanges('buy');
    this.book.takeChanges('sell');
    const rows = (side: Side) =>
      Array.from({ length: Math.min(SNAPSHOT_LEVELS, this.book.sides[side].size) }, (_, depth) =>
        row(this.book.sides[side].ticksAt(depth), this.book.sides[side].qtyAt(depth)),
      );
    return JSON.stringify({ lastUpdateId: this.updateId, E: nowMs, T: nowMs, bids: rows('buy'), asks: rows('sell') });
  }

  /**
   * Advances one step and returns what the venue would send: trades, the diff, the ticker when the top changed.
   * @param logReturn change of the fair price.
   * @param pressure leaning of the aggressors, in [−1, 1].
   */
  step(nowMs: number, stepMs: number, logReturn: number, pressure: number): string[] {
    const seconds = stepMs / 1000;
    this.fairTicks *= Math.exp(logReturn);
    const orders = poisson(this.random, this.intensity * seconds);
    const { base, jump, decay } = ARRIVALS;
    this.intensity = Math.min(60, base + (this.intensity - base) * Math.exp(-decay * seconds) + jump * orders);
    const trades: SimulatedTrade[] = [];
    for (let i = 0; i < orders; i++) {
      const side = this.random() < 0.5 + pressure / 2 ? 'buy' : 'sell';
      trades.push(...this.book.take(side, 1 + Math.floor(exponential(this.random, this.about.levelLots))));
    }
    this.book.quote(this.fairTicks);
    this.book.churn(poisson(this.random, 2));
    this.book.spoof(nowMs, 0.01);
    return [...trades.map((trade) => this.trade(trade, nowMs)), ...this.diff(nowMs), ...this.ticker(nowMs)];
  }

  private trade(trade: SimulatedTrade, nowMs: number): string {
    return this.envelope('trade', {
      e: 'trade',
      E: nowMs,
      T: nowMs,
      s: this.about.symbol,
      t: this.tradeId++,
      p: price(trade.ticks),
      q: qty(trade.lots),
      X: 'MARKET',
      m: trade.isBuyerMaker,
    });
  }

  private diff(nowMs: number): string[] {
    const b = this.book.takeChanges('buy').map(({ ticks, lots }) => row(ticks, lots));
    const a = this.book.takeChanges('sell').map(({ ticks, lots }) => row(ticks, lots));
    if (b.length + a.length === 0) return [];
    const [U, pu] = [this.lastSentId + 1, this.lastSentId];
    this.updateId += b.length + a.length;
    this.lastSentId = this.updateId;
    const data = { e: 'depthUpdate', E: nowMs, T: nowMs, s: this.about.symbol, U, u: this.updateId, pu, b, a };
    return [this.envelope('depth@0ms', data)];
  }

  private ticker(nowMs: number): string[] {
    const { buy, sell } = this.book.sides;
    const [b, B] = row(buy.ticksAt(0), buy.qtyAt(0));
    const [a, A] = row(sell.ticksAt(0), sell.qtyAt(0));
    const top = `${b} ${B} ${a} ${A}`;
    if (top === this.lastTop) return [];
    this.lastTop = top;
    const data = { e: 'bookTicker', u: this.updateId, s: this.about.symbol, b, B, a, A, T: nowMs, E: nowMs };
    return [this.envelope('bookTicker', data)];
  }

  private envelope(channel: string, data: object): string {
    return JSON.stringify({ stream: `${this.about.symbol.toLowerCase()}@${channel}`, data });
  }
}

const price = (ticks: number): string => (ticks / TICKS_PER_UNIT).toFixed(2);
const qty = (lots: number): string => (lots / 1000).toFixed(3);
const row = (ticks: number, lots: number): [string, string] => [price(ticks), qty(lots)];
