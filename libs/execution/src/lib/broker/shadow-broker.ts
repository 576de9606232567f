import type { LocalBook, TradeEvent } from '@aurora/market';
import type { VenueFilters } from '../venue/venue-filters';
import type { BrokerConfig } from './broker-config';
import type { OrderEvent, OrderState, ShadowOrder } from './shadow-order';

export interface ShadowBrokerOptions extends BrokerConfig {
  /** By symbol; an order of another symbol is rejected. */
  readonly filters: ReadonlyMap<string, VenueFilters>;
  /** Told of every event once the call that caused it has done its work, so it may submit and cancel. */
  readonly onEvent: (event: OrderEvent) => void;
}

/**
 * Says what the venue would have done with an order, from the real book and the real prints. Opens no socket.
 */
export class ShadowBroker {
  constructor(private readonly options: ShadowBrokerOptions) {}

  /** Orders that have not ended, in order of submission. */
  get openOrders(): readonly OrderState[] {
    throw new Error('not implemented');
  }

  /** Repeated submissions, cancels of ended or unknown orders: ignored and counted. */
  get ignored(): { readonly submits: number; readonly cancels: number } {
    throw new Error('not implemented');
  }

  /** `undefined` for an order that is not known, or forgotten: the last 10 000 that ended are kept. */
  stateOf(cid: string): OrderState | undefined {
    throw new Error(`not implemented ${cid}`);
  }

  /** Shadow position in base units out of the fills so far, negative when short. */
  positionOf(symbol: string): number {
    throw new Error(`not implemented ${symbol}`);
  }

  /** Sends an order; it meets the first book shown `orderLatencyMs` later or after. A `cid` that was sent is ignored. */
  submit(order: ShadowOrder, nowMs: number): void {
    throw new Error(`not implemented ${order.cid} ${nowMs} ${this.options.orderLatencyMs}`);
  }

  /** Asks for a cancel, which takes effect `cancelLatencyMs` later; the order may be filled until then. */
  cancel(cid: string, nowMs: number): void {
    throw new Error(`not implemented ${cid} ${nowMs}`);
  }

  cancelAll(nowMs: number): void {
    throw new Error(`not implemented ${nowMs}`);
  }

  /** To be shown after every applied update; while it is out of step or crossed nothing of the symbol is filled. */
  onBook(symbol: string, book: LocalBook, nowMs: number): void {
    throw new Error(`not implemented ${symbol} ${book.synced} ${nowMs}`);
  }

  onTrade(trade: TradeEvent, nowMs: number): void {
    throw new Error(`not implemented ${trade.symbol} ${nowMs}`);
  }

  /** Base of percent-price, least notional and market protection; until told, the mid of the book stands in. */
  onMarkPrice(symbol: string, markPrice: number): void {
    throw new Error(`not implemented ${symbol} ${markPrice}`);
  }

  /** Lets time pass: cancels take effect, orders outlive their ttl. Every other call does it, too. */
  advance(nowMs: number): void {
    throw new Error(`not implemented ${nowMs}`);
  }
}
