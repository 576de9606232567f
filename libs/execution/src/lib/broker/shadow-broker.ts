import type { LocalBook, TradeEvent } from '@aurora/market';
import type { VenueFilters } from '../venue/venue-filters';
import type { BrokerConfig } from './broker-config';
import { DueQueue } from './due-queue';
import type { OrderEvent, OrderState, ShadowOrder } from './shadow-order';
import { SymbolDesk } from './symbol-desk';
import { WorkingOrder } from './working-order';

export interface ShadowBrokerOptions extends BrokerConfig {
  /** By symbol; an order of another symbol is rejected. */
  readonly filters: ReadonlyMap<string, VenueFilters>;
  /** Told of every event once the call that caused it has done its work, so it may submit and cancel. */
  readonly onEvent: (event: OrderEvent) => void;
}

/** Ended orders kept, so that their `cid` is known and memory does not grow with history. */
const MAX_ENDED = 10_000;

/**
 * Says what the venue would have done with an order, from the real book and the real prints. It opens no socket.
 *
 * - An order meets the first book shown `orderLatencyMs` after submission or later; prints up to that book are not its
 *   own. It is then refused, or acknowledged and matched. While no trustworthy book is shown it stays on its way.
 * - What crosses takes from the levels shown, best first, at their prices; a market order ends at the venue's bound
 *   around the mark price or where the known book ends, and the rest expires. What was taken is gone until the book
 *   changes that level.
 * - What rests stands behind the quantity shown at its price, see `QueuePosition`, and is filled at its price by prints
 *   at it once the queue is through, by prints beyond it, and by what the book shows of the other side at it or beyond.
 *   Each unit of a print or level fills once. The orders move no market.
 * - Refusals, in this order: filters (their codes), reduce-only without position −2022, market order into a book beyond
 *   percent-price −4131, post-only that would take −5022, fill-or-kill that cannot −5021; an unknown symbol −1121.
 * - Quantities, costs and fees are decimals. Times are local ms; one that goes back counts as the latest seen. The same
 *   calls give the same events. Source of the rules: Binance USD-M Futures documentation.
 */
export class ShadowBroker {
  private readonly desks = new Map<string, SymbolDesk>();
  /** By cid, in order of submission. */
  private readonly open = new Map<string, WorkingOrder>();
  private readonly ended = new Map<string, WorkingOrder>();
  private readonly dues = new DueQueue();
  private readonly outbox: OrderEvent[] = [];
  private isDelivering = false;
  private nowMs = -Infinity;
  private repeatedSubmits = 0;
  private lateCancels = 0;

  constructor(private readonly options: ShadowBrokerOptions) {
    const emit = (event: OrderEvent | null) => this.emit(event);
    for (const [symbol, filters] of options.filters) this.desks.set(symbol, new SymbolDesk(filters, options, emit));
  }

  /** Orders that have not ended, in order of submission. */
  get openOrders(): readonly OrderState[] {
    return [...this.open.values()].map(({ state }) => state);
  }

  /** Ignored so far: submissions of a known `cid`, and cancels of orders that had ended, were unknown or being cancelled. */
  get ignored(): { readonly submits: number; readonly cancels: number } {
    return { submits: this.repeatedSubmits, cancels: this.lateCancels };
  }

  /** `undefined` for an order that is not known, or forgotten: the last 10 000 that ended are kept. */
  stateOf(cid: string): OrderState | undefined {
    return (this.open.get(cid) ?? this.ended.get(cid))?.state;
  }

  /** Shadow position in base units out of the fills so far, negative when short. */
  positionOf(symbol: string): number {
    return this.desks.get(symbol)?.positionQty ?? 0;
  }

  /**
   * Sends an order. A `cid` that was sent before is ignored.
   * @throws RangeError when `ttlMs` is negative or NaN.
   */
  submit(order: ShadowOrder, nowMs: number): void {
    const { cid, symbol, ttlMs } = order;
    if (ttlMs !== undefined && !(ttlMs >= 0)) throw new RangeError(`ttlMs must not be negative, got ${ttlMs}`);
    this.pass(nowMs);
    if (this.open.has(cid) || this.ended.has(cid)) this.repeatedSubmits++;
    else {
      const working = new WorkingOrder(order, this.nowMs, this.nowMs + this.options.orderLatencyMs);
      this.open.set(cid, working);
      this.emit(working.note('submit', this.nowMs));
      const desk = this.desks.get(symbol);
      if (desk !== undefined) desk.accept(working);
      else this.dues.add(working.arriveMs, (atMs) => this.refuseSymbol(working, atMs));
      if (ttlMs !== undefined) this.dues.add(this.nowMs + ttlMs, (atMs) => this.outlive(working, atMs));
    }
    this.deliver();
  }

  /** Asks for a cancel, which takes effect `cancelLatencyMs` later; the order may be filled until then. */
  cancel(cid: string, nowMs: number): void {
    this.pass(nowMs);
    const working = this.open.get(cid);
    if (working === undefined || working.cancelRequested) this.lateCancels++;
    else this.requestCancel(working);
    this.deliver();
  }

  /** Asks for a cancel of every open order that is not being cancelled. */
  cancelAll(nowMs: number): void {
    this.pass(nowMs);
    for (const working of this.open.values()) if (!working.cancelRequested) this.requestCancel(working);
    this.deliver();
  }

  /**
   * To be called after every applied update, and as often as one likes in between while the book is in step. A book
   * that is out of step or crossed fills nothing, nor does any print until a good one is shown.
   */
  onBook(symbol: string, book: LocalBook, nowMs: number): void {
    this.pass(nowMs);
    this.desks.get(symbol)?.onBook(book, this.nowMs);
    this.deliver();
  }

  /** `trade` and `aggTrade` tell of the same volume: of a symbol the kind seen first is used, the other ignored. */
  onTrade(trade: TradeEvent, nowMs: number): void {
    this.pass(nowMs);
    this.desks.get(trade.symbol)?.onTrade(trade, this.nowMs);
    this.deliver();
  }

  /**
   * Base of percent-price, least notional and market bound, in quote. Until told, or told a number that is not
   * positive, the mid of the book stands in.
   */
  onMarkPrice(symbol: string, markPrice: number): void {
    this.desks.get(symbol)?.setMarkPrice(markPrice);
  }

  /** Lets time pass: cancels take effect, orders outlive their ttl. Every other call with a time does it, too. */
  advance(nowMs: number): void {
    this.pass(nowMs);
    this.deliver();
  }

  private pass(nowMs: number): void {
    if (Number.isNaN(nowMs)) throw new RangeError('the time must be a number');
    if (this.dues.nextMs <= nowMs) this.dues.runUntil(nowMs);
    if (nowMs > this.nowMs) this.nowMs = nowMs;
  }

  private requestCancel(working: WorkingOrder): void {
    working.cancelRequested = true;
    this.emit(working.note('cancel_request', this.nowMs));
    const atMs = Math.max(this.nowMs + this.options.cancelLatencyMs, working.arriveMs);
    this.dues.add(atMs, (dueMs) => this.takeCancel(working, dueMs));
  }

  private takeCancel(working: WorkingOrder, atMs: number): void {
    const cancelled = working.step('cancel', atMs);
    if (cancelled === null) {
      this.lateCancels++;
      return;
    }
    this.desks.get(working.order.symbol)?.drop(working);
    this.emit(working.note('cancel_ack', atMs));
    this.emit(cancelled);
  }

  private outlive(working: WorkingOrder, atMs: number): void {
    if (working.life.ended) return;
    this.desks.get(working.order.symbol)?.drop(working);
    this.emit(working.step('expire', atMs, { reason: 'ttl', code: null }));
  }

  private refuseSymbol(working: WorkingOrder, atMs: number): void {
    if (!working.life.ended) this.emit(working.step('reject', atMs, { reason: 'unknown_symbol', code: -1121 }));
  }

  private emit(event: OrderEvent | null): void {
    if (event === null) return;
    this.outbox.push(event);
    const { cid } = event.order;
    const working = this.open.get(cid);
    if (working === undefined || !working.life.ended) return;
    this.open.delete(cid);
    this.ended.set(cid, working);
    if (this.ended.size > MAX_ENDED) this.ended.delete(this.ended.keys().next().value!);
  }

  /** Events go out when all is done, in order; what the listener calls adds to their end. */
  private deliver(): void {
    if (this.outbox.length === 0 || this.isDelivering) return;
    this.isDelivering = true;
    try {
      for (let event = this.outbox.shift(); event !== undefined; event = this.outbox.shift())
        this.options.onEvent(event);
    } finally {
      this.isDelivering = false;
    }
  }
}
