import { Decimal, oppositeSide, sideSign, type Side } from '@aurora/kernel';
import { TICKS_PER_UNIT, type BookSide, type LocalBook, type TradeEvent } from '@aurora/market';
import type { VenueFilters } from '../venue/venue-filters';
import type { BrokerConfig } from './broker-config';
import { crosses, isBetter, planTakes } from './plan-takes';
import { QueuePosition } from './queue-position';
import { refuseOrder } from './refuse-order';
import type { OrderEndReason, OrderEvent } from './shadow-order';
import { TakenLiquidity } from './taken-liquidity';
import type { OrderEnd, WorkingOrder } from './working-order';

const ZERO = new Decimal(0);
const ENDLESS = new Decimal(Infinity);

/** The venue's desk for one symbol: takes orders in and matches them with the books and prints that are shown to it. */
export class SymbolDesk {
  private position = ZERO;
  /** On their way, in order of submission. */
  private arriving: readonly WorkingOrder[] = [];
  /** Best price first, at one price in order of arrival. */
  private readonly resting: Record<Side, readonly WorkingOrder[]> = { buy: [], sell: [] };
  private readonly taken = new TakenLiquidity();
  private markPrice = NaN;
  private tradeKind: TradeEvent['kind'] | undefined;
  private isBlind = false;
  /** Venue time up to which prints are in the book shown last. */
  private shownTransactMs = NaN;

  constructor(
    private readonly filters: VenueFilters,
    private readonly fees: Pick<BrokerConfig, 'makerFeeBps' | 'takerFeeBps'>,
    private readonly emit: (event: OrderEvent | null) => void,
  ) {}

  /** Base units, negative when short. */
  get positionQty(): number {
    return this.position.toNumber();
  }

  setMarkPrice(markPrice: number): void {
    this.markPrice = markPrice > 0 ? markPrice : NaN;
  }

  accept(order: WorkingOrder): void {
    this.arriving = [...this.arriving, order];
  }

  /** Forgets an order. */
  drop(order: WorkingOrder): void {
    const { side } = order.order;
    this.arriving = this.arriving.filter((one) => one !== order);
    this.resting[side] = this.resting[side].filter((one) => one !== order);
  }

  onBook(book: LocalBook, nowMs: number): void {
    const { buy, sell } = this.resting;
    if (this.arriving.length === 0 && buy.length === 0 && sell.length === 0 && this.taken.isEmpty) return;
    this.isBlind = !book.synced || book.crossed;
    if (this.isBlind) return;
    this.shownTransactMs = book.lastTransactMs;
    this.taken.refresh(book);
    for (const order of buy) this.showBook(order, book, nowMs);
    for (const order of sell) this.showBook(order, book, nowMs);
    for (const order of this.arriving) if (order.arriveMs <= nowMs) this.arrive(order, book, nowMs);
  }

  onTrade(trade: TradeEvent, nowMs: number): void {
    if (trade.kind === 'offMarketTrade') return;
    this.tradeKind ??= trade.kind;
    const side = trade.isBuyerMaker ? 'buy' : 'sell';
    const isReached = ({ ticks }: WorkingOrder) => !isBetter(side, ticks, trade.ticks);
    const [first] = this.resting[side];
    if (first === undefined || !isReached(first) || this.isBlind || trade.kind !== this.tradeKind) return;
    let left = new Decimal(trade.qty);
    for (const order of this.resting[side]) {
      if (!isReached(order)) return;
      left = left.minus(this.showPrint(order, trade, left, nowMs));
    }
  }

  /** A resting order is filled at its own price by what the book shows at that price or beyond. */
  private showBook(order: WorkingOrder, book: LocalBook, nowMs: number): void {
    const { side } = order.order;
    if (order.life.ended) return;
    if (crosses(book, side, order.ticks)) this.take(order, book, order.ticks, 'maker', nowMs);
    order.queue?.show(standing(book.side(side), side, order.ticks));
  }

  /** Returns what the order took of what is left of the print. */
  private showPrint(order: WorkingOrder, trade: TradeEvent, left: Decimal, nowMs: number): Decimal {
    const { queue } = order;
    if (order.life.ended || queue === undefined || trade.tradeMs <= order.joinedTransactMs) return ZERO;
    if (trade.ticks !== order.ticks) {
      queue.clear();
      return this.fill(order, left, order.ticks, 'maker', nowMs);
    }
    const reached = queue.print(left, trade.tradeMs <= this.shownTransactMs);
    return this.fill(order, reached, order.ticks, 'maker', nowMs);
  }

  private arrive(order: WorkingOrder, book: LocalBook, nowMs: number): void {
    const markPrice = Number.isNaN(this.markPrice) ? book.mid : this.markPrice;
    if (Number.isNaN(markPrice) || order.life.ended) return;
    this.drop(order);
    const { type, timeInForce, side } = order.order;
    const reducible = this.reducible(order);
    const refusal = refuseOrder(order, book, this.filters, markPrice, reducible) ?? this.refuseFok(order, book);
    if (refusal !== null) return this.emit(order.step('reject', nowMs, refusal));
    this.emit(order.step('ack', nowMs));
    const worst = type === 'limit' ? order.ticks : this.marketBound(side, markPrice);
    this.take(order, book, worst, 'taker', nowMs);
    if (order.life.ended) return;
    if (this.reducible(order).isZero()) this.expire(order, 'position_closed', nowMs);
    else if (type === 'market') this.expire(order, 'no_liquidity', nowMs);
    else if (timeInForce === 'IOC') this.expire(order, 'ioc_remainder', nowMs);
    else this.rest(order, book);
  }

  /** Fill or kill: refused unless the book holds all of it now. */
  private refuseFok(order: WorkingOrder, book: LocalBook): OrderEnd | null {
    const { type, timeInForce, side } = order.order;
    if (type !== 'limit' || timeInForce !== 'FOK') return null;
    const wanted = Decimal.min(order.remaining, this.reducible(order));
    const takes = planTakes(book, this.taken, side, wanted, order.ticks);
    const held = takes.reduce((sum, { qty }) => sum.plus(qty), ZERO);
    return held.eq(wanted) ? null : { reason: 'fok_not_fillable', code: -5021 };
  }

  private take(order: WorkingOrder, book: LocalBook, worst: number, liquidity: 'maker' | 'taker', nowMs: number): void {
    const { side } = order.order;
    const wanted = Decimal.min(order.remaining, this.reducible(order));
    for (const { ticks, shown, qty } of planTakes(book, this.taken, side, wanted, worst)) {
      this.taken.take(oppositeSide(side), ticks, shown, qty);
      this.fill(order, qty, liquidity === 'maker' ? order.ticks : ticks, liquidity, nowMs);
    }
  }

  /** Fills what the order can still take of `offered` and returns it. */
  private fill(order: WorkingOrder, offered: Decimal, ticks: number, by: 'maker' | 'taker', nowMs: number): Decimal {
    const qty = Decimal.min(offered, order.remaining, this.reducible(order));
    if (qty.isZero()) return ZERO;
    this.emit(order.fill(qty, ticks, by, by === 'maker' ? this.fees.makerFeeBps : this.fees.takerFeeBps, nowMs));
    this.position = this.position.plus(qty.mul(sideSign(order.order.side)));
    if (order.life.ended) this.drop(order);
    for (const one of [...this.resting.buy, ...this.resting.sell])
      if (this.reducible(one).isZero()) this.expire(one, 'position_closed', nowMs);
    return qty;
  }

  /** What the order may trade at most without turning or enlarging the position it is to reduce. */
  private reducible({ order }: WorkingOrder): Decimal {
    return order.reduceOnly ? Decimal.max(0, this.position.mul(-sideSign(order.side))) : ENDLESS;
  }

  private rest(order: WorkingOrder, book: LocalBook): void {
    const { side } = order.order;
    order.queue = new QueuePosition(standing(book.side(side), side, order.ticks));
    order.joinedTransactMs = book.lastTransactMs;
    const behind = this.resting[side].findIndex((one) => isBetter(side, one.ticks, order.ticks));
    this.resting[side] = this.resting[side].toSpliced(behind < 0 ? this.resting[side].length : behind, 0, order);
  }

  private expire(order: WorkingOrder, reason: OrderEndReason, nowMs: number): void {
    this.drop(order);
    this.emit(order.step('expire', nowMs, { reason, code: null }));
  }

  /** Price in ticks beyond which a market order takes nothing. */
  private marketBound(side: Side, markPrice: number): number {
    return this.filters.marketTakeBound.mul(sideSign(side)).plus(1).mul(markPrice).mul(TICKS_PER_UNIT).toNumber();
  }
}

/** Quantity the book shows at a price; Infinity beyond its last level, where it is not known. */
function standing(levels: BookSide, side: Side, ticks: number): number {
  const isBeyond = levels.size === 0 || isBetter(side, ticks, levels.ticksAt(levels.size - 1));
  return isBeyond ? Infinity : levels.qtyOf(ticks);
}
