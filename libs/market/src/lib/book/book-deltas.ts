import type { Side } from '@aurora/kernel';
import type { DepthDiffEvent, Levels, TradeEvent } from '../wire/market-event';
import type { DiffOutcome, LocalBook } from './local-book';

/** A change of resting quantity that no trade explains. */
export interface BookDelta {
  readonly tsMs: number;
  /** `buy` for the bid side. */
  readonly side: Side;
  /** Price in ticks of 1e-8. */
  readonly ticks: number;
  /** Base units, positive. */
  readonly size: number;
  readonly kind: 'cancel' | 'add';
}

/** Trades waiting for the diff that holds them; a pause of the depth stream must not let it grow. */
const MAX_WAITING_TRADES = 4096;

/**
 * Reads cancellations and additions of resting orders near the best price out of depth diffs.
 *
 * For each level a diff touches: change = new − old + (quantity traded against that level since the diff before).
 * Negative is a cancel of that size, if the price was among the best `levels` before the diff; positive an add, if it
 * is among them after. A level that moves into or out of the top because others moved gives nothing. A trade belongs to
 * the first diff whose `T` is not before its own; one that arrives after that diff (2–4 % of them on the venue, 0–15 ms
 * late) explains nothing any more and its level counts as cancelled.
 */
export class BookDeltas {
  private waiting: TradeEvent[] = [];
  /** Quantity traded, by price; sellers hit bids. */
  private readonly traded = { buy: new Map<number, number>(), sell: new Map<number, number>() };

  constructor(readonly levels = 5) {}

  addTrade(trade: TradeEvent): void {
    if (this.waiting.length < MAX_WAITING_TRADES) this.waiting.push(trade);
  }

  /**
   * Applies the diff to the book and tells what it cancelled and added; nothing unless the outcome is `applied`.
   * @param nowMs local time, stamped on the deltas.
   */
  apply(book: LocalBook, diff: DepthDiffEvent, nowMs: number): { outcome: DiffOutcome; deltas: BookDelta[] } {
    this.settle(diff.transactMs);
    const bidFloor = worstTicks(book, 'buy', this.levels);
    const askFloor = worstTicks(book, 'sell', this.levels);
    const bids = this.changes(book, 'buy', diff.bids);
    const asks = this.changes(book, 'sell', diff.asks);
    const outcome = book.applyDiff(diff, nowMs);
    const deltas: BookDelta[] = [];
    if (outcome === 'applied') {
      collect(deltas, diff.bids, bids, 'buy', bidFloor, worstTicks(book, 'buy', this.levels), nowMs);
      collect(deltas, diff.asks, asks, 'sell', askFloor, worstTicks(book, 'sell', this.levels), nowMs);
    }
    return { outcome, deltas };
  }

  private settle(upToMs: number): void {
    this.traded.buy.clear();
    this.traded.sell.clear();
    const later: TradeEvent[] = [];
    for (const trade of this.waiting) {
      if (trade.tradeMs > upToMs) {
        later.push(trade);
        continue;
      }
      const side = this.traded[trade.isBuyerMaker ? 'buy' : 'sell'];
      side.set(trade.ticks, (side.get(trade.ticks) ?? 0) + trade.qty);
    }
    this.waiting = later;
  }

  private changes(book: LocalBook, side: Side, levels: Levels): number[] {
    const resting = book.side(side);
    const traded = this.traded[side];
    return levels.ticks.map((ticks, i) => levels.qtys[i]! - resting.qtyOf(ticks) + (traded.get(ticks) ?? 0));
  }
}

/** Price of the `levels`-th best level, or the worst possible one while the side is shallower. */
function worstTicks(book: LocalBook, side: Side, levels: number): number {
  const ticks = book.side(side).ticksAt(levels - 1);
  if (!Number.isNaN(ticks)) return ticks;
  return side === 'buy' ? 0 : Infinity;
}

/** Float64 sums of decimal quantities are off by less than this; smaller changes are rounding. */
const ROUNDING = 1e-9;

function collect(
  into: BookDelta[],
  levels: Levels,
  changes: readonly number[],
  side: Side,
  before: number,
  after: number,
  tsMs: number,
): void {
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i]!;
    const ticks = levels.ticks[i]!;
    if (Math.abs(change) <= ROUNDING) continue;
    const floor = change < 0 ? before : after;
    if (side === 'buy' ? ticks < floor : ticks > floor) continue;
    into.push({ tsMs, side, ticks, size: Math.abs(change), kind: change < 0 ? 'cancel' : 'add' });
  }
}
