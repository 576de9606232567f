import type { Side } from '@aurora/kernel';
import type { BookSide } from '@aurora/market';
import type { BookView, TopUpdate } from './market-update';
import type { Payloads, Rows } from './payloads';

/** How far a crossing bid stands above the best ask. */
const CROSSED_BY = 5e-4;

/** The book as clients see it: the true one, or with a bid on top that crosses it. */
export class ShownBook {
  private crossing: { readonly ticks: number; readonly qty: number } | undefined;

  /** @param book the true book; another one after a replay starts over. */
  constructor(
    private readonly book: () => BookView,
    private readonly payloads: Payloads,
  ) {}

  get isCrossed(): boolean {
    return this.crossing !== undefined;
  }

  /** Puts a bid above the best ask, as large as the best bid. Returns its price, NaN while a side is empty. */
  cross(): number {
    const { bids, asks } = this.book();
    const step = Math.abs(bids.ticksAt(0) - bids.ticksAt(1));
    const above = Math.max(1, Math.round((CROSSED_BY * asks.ticksAt(0)) / step)) * step;
    const ticks = asks.ticksAt(0) + above;
    if (Number.isNaN(ticks)) return NaN;
    this.crossing = { ticks, qty: bids.qtyAt(0) };
    return ticks;
  }

  /** Takes the crossing bid away again. Returns its price, NaN when there was none. */
  heal(): number {
    const ticks = this.crossing?.ticks ?? NaN;
    this.crossing = undefined;
    return ticks;
  }

  /** What a ticker says, the crossing bid on top. */
  top(told: TopUpdate): TopUpdate {
    const { crossing } = this;
    if (crossing === undefined || crossing.ticks <= told.bidTicks) return told;
    return { ...told, bidTicks: crossing.ticks, bidQty: crossing.qty };
  }

  /** Rows of some prices, in order of price; quantity 0 where nothing rests. */
  rowsAt(side: Side, prices: Iterable<number>): Rows {
    const levels = this.side(side);
    return [...prices].sort((a, b) => a - b).map((ticks) => this.row(ticks, this.qtyOf(side, levels, ticks)));
  }

  /** The best rows, best first. */
  best(side: Side, limit: number): Rows {
    const levels = this.side(side);
    const ticks = Array.from({ length: Math.min(limit, levels.size) }, (_, depth) => levels.ticksAt(depth));
    if (side === 'buy' && this.crossing !== undefined && levels.qtyOf(this.crossing.ticks) === 0)
      ticks.push(this.crossing.ticks);
    ticks.sort((a, b) => (side === 'buy' ? b - a : a - b));
    return ticks.slice(0, limit).map((price) => this.row(price, this.qtyOf(side, levels, price)));
  }

  private side(side: Side): BookSide {
    const { bids, asks } = this.book();
    return side === 'buy' ? bids : asks;
  }

  private qtyOf(side: Side, levels: BookSide, ticks: number): number {
    const isCrossing = side === 'buy' && ticks === this.crossing?.ticks;
    return levels.qtyOf(ticks) || (isCrossing ? this.crossing!.qty : 0);
  }

  private row(ticks: number, qty: number): readonly [string, string] {
    return [this.payloads.price(ticks), this.payloads.qty(qty)];
  }
}
