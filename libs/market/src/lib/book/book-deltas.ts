import type { Side } from '@aurora/kernel';
import type { DepthDiffEvent, Levels, PartialDepthEvent, TradeEvent } from '../wire/market-event';
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

/** Float64 sums of decimal quantities are off by less than this; smaller changes are rounding. */
const ROUNDING = 1e-9;
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
  /** Sizes of the cancels of the last diff together, base units. */
  cancelled = 0;
  /** Sizes of the adds of the last diff together, base units. */
  added = 0;
  private readonly waiting: TradeEvent[] = [];
  /** Quantity traded, by price; sellers hit bids. */
  private readonly traded = { buy: new Map<number, number>(), sell: new Map<number, number>() };

  /** @param onDelta hears of each change; the sums are kept without it. */
  constructor(
    readonly levels = 5,
    private readonly onDelta?: (delta: BookDelta) => void,
  ) {}

  addTrade(trade: TradeEvent): void {
    if (this.waiting.length < MAX_WAITING_TRADES) this.waiting.push(trade);
  }

  /**
   * Applies the diff to the book and sums what it cancelled and added; nothing unless the outcome is `applied`.
   * @param nowMs local time, stamped on the deltas.
   */
  apply(book: LocalBook, diff: DepthDiffEvent, nowMs: number): DiffOutcome {
    this.settle(diff.transactMs);
    const bidFloor = worstTicks(book, 'buy', this.levels);
    const askFloor = worstTicks(book, 'sell', this.levels);
    const outcome = book.applyDiff(diff, nowMs);
    this.cancelled = this.added = 0;
    if (outcome === 'applied') {
      this.collect(diff.bids, book.bidsBefore, 'buy', bidFloor, worstTicks(book, 'buy', this.levels), nowMs);
      this.collect(diff.asks, book.asksBefore, 'sell', askFloor, worstTicks(book, 'sell', this.levels), nowMs);
    }
    return outcome;
  }

  /**
   * The same for a whole top of book: what it no longer holds though it reaches that far has gone. What lies beyond its end,
   * or beyond what was known before, may have been there all the while and gives nothing; neither does the first one.
   */
  applyPartial(book: LocalBook, partial: PartialDepthEvent, nowMs: number): DiffOutcome {
    this.settle(partial.transactMs);
    const isFirst = !book.synced;
    const bidFloor = worstTicks(book, 'buy', this.levels);
    const askFloor = worstTicks(book, 'sell', this.levels);
    const bids = changesTo(book, 'buy', partial.bids);
    const asks = changesTo(book, 'sell', partial.asks);
    const outcome = book.applyPartial(partial, nowMs);
    this.cancelled = this.added = 0;
    if (outcome === 'applied' && !isFirst) {
      this.collect(bids, bids.before, 'buy', bidFloor, worstTicks(book, 'buy', this.levels), nowMs);
      this.collect(asks, asks.before, 'sell', askFloor, worstTicks(book, 'sell', this.levels), nowMs);
    }
    return outcome;
  }

  private settle(upToMs: number): void {
    const { waiting, traded } = this;
    traded.buy.clear();
    traded.sell.clear();
    let later = 0;
    for (const trade of waiting) {
      if (trade.tradeMs > upToMs) {
        waiting[later++] = trade;
        continue;
      }
      const side = traded[trade.isBuyerMaker ? 'buy' : 'sell'];
      side.set(trade.ticks, (side.get(trade.ticks) ?? 0) + trade.qty);
    }
    waiting.length = later;
  }

  private collect(
    { ticks, qtys }: Levels,
    before: ArrayLike<number>,
    side: Side,
    floorBefore: number,
    floorAfter: number,
    tsMs: number,
  ): void {
    const traded = this.traded[side];
    for (let i = 0; i < ticks.length; i++) {
      const price = ticks[i]!;
      const wasDeep = isWorse(side, price, floorBefore);
      const isDeep = isWorse(side, price, floorAfter);
      if (wasDeep && isDeep) continue;
      const change = qtys[i]! - before[i]! + (traded.get(price) ?? 0);
      if (Math.abs(change) <= ROUNDING || (change < 0 ? wasDeep : isDeep)) continue;
      if (change < 0) this.cancelled -= change;
      else this.added += change;
      this.onDelta?.({ tsMs, side, ticks: price, size: Math.abs(change), kind: change < 0 ? 'cancel' : 'add' });
    }
  }
}

const isWorse = (side: Side, ticks: number, floor: number): boolean => (side === 'buy' ? ticks < floor : ticks > floor);

/** Price of the `levels`-th best level, or the worst possible one while the side is shallower. */
function worstTicks(book: LocalBook, side: Side, levels: number): number {
  const ticks = book.side(side).ticksAt(levels - 1);
  if (!Number.isNaN(ticks)) return ticks;
  return side === 'buy' ? 0 : Infinity;
}

/** What a whole top of book changes of a side, as far as both it and what was known before reach. */
function changesTo(book: LocalBook, side: Side, { ticks, qtys }: Levels): Levels & { before: number[] } {
  const known = book.side(side);
  const knownTo = known.ticksAt(Math.max(0, known.size - 1));
  const toldTo = ticks.at(-1) ?? NaN;
  const changes = { ticks: [] as number[], qtys: [] as number[], before: [] as number[] };
  const add = (price: number, qty: number) => {
    changes.ticks.push(price);
    changes.qtys.push(qty);
    changes.before.push(known.qtyOf(price));
  };
  for (const [i, price] of ticks.entries()) if (known.size > 0 && !isWorse(side, price, knownTo)) add(price, qtys[i]!);
  for (let depth = 0; depth < known.size && !isWorse(side, known.ticksAt(depth), toldTo); depth++)
    if (!ticks.includes(known.ticksAt(depth))) add(known.ticksAt(depth), 0);
  return changes;
}
