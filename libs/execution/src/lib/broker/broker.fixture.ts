import { Decimal, type Side } from '@aurora/kernel';
import { LocalBook, TICKS_PER_UNIT, type Levels, type TradeEvent } from '@aurora/market';
import { FILTERS } from '../venue/venue-filters.fixture';
import { ShadowBroker, type ShadowBrokerOptions } from './shadow-broker';
import type { OrderEvent, ShadowOrder } from './shadow-order';

/** Price and quantity of one level. */
export type Row = readonly [price: number, qty: number];

export const order = (changes: Partial<ShadowOrder> = {}): ShadowOrder => ({
  cid: 'c1',
  decisionId: 'd1',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'market',
  qty: 1,
  reduceOnly: false,
  ...changes,
});

export const limit = (side: Side, price: number, qty: number, changes: Partial<ShadowOrder> = {}): ShadowOrder =>
  order({ type: 'limit', side, price, qty, ...changes });

export const ticksOf = (price: number): number => new Decimal(price).mul(TICKS_PER_UNIT).toNumber();

const levels = (rows: readonly Row[]): Levels => ({
  ticks: rows.map(([price]) => ticksOf(price)),
  qtys: rows.map(([, qty]) => qty),
});

/** One symbol at a broker without latency unless told otherwise; the venue's clock is the local one. */
export class TestVenue {
  readonly events: OrderEvent[] = [];
  readonly book = new LocalBook();
  readonly broker: ShadowBroker;
  private updateId = 0;

  constructor(options: Partial<ShadowBrokerOptions> = {}) {
    this.broker = new ShadowBroker({
      filters: new Map([['BTCUSDT', FILTERS]]),
      makerFeeBps: 2,
      takerFeeBps: 5,
      orderLatencyMs: 0,
      cancelLatencyMs: 0,
      onEvent: (event) => this.events.push(event),
      ...options,
    });
  }

  /** Shows a whole book; without rows the one that stands. */
  show(nowMs: number, bids?: readonly Row[], asks?: readonly Row[]): void {
    if (bids !== undefined && asks !== undefined) this.replace(nowMs, bids, asks);
    this.broker.onBook('BTCUSDT', this.book, nowMs);
  }

  /** Loses a diff, so that the book is out of step. */
  lose(nowMs: number): void {
    const none = levels([]);
    const ids = { firstUpdateId: 1e9, lastUpdateId: 1e9 + 1, prevUpdateId: 1e9 - 1, bids: none, asks: none };
    this.book.applyDiff({ kind: 'depthDiff', symbol: 'BTCUSDT', eventMs: nowMs, transactMs: nowMs, ...ids }, nowMs);
    this.broker.onBook('BTCUSDT', this.book, nowMs);
  }

  /** A print made by `aggressor`. */
  print(nowMs: number, aggressor: Side, price: number, qty: number, changes: Partial<TradeEvent> = {}): void {
    const isBuyerMaker = aggressor === 'sell';
    const times = { eventMs: nowMs, tradeMs: nowMs };
    const trade = { kind: 'trade', symbol: 'BTCUSDT', ticks: ticksOf(price), qty, isBuyerMaker, ...times } as const;
    this.broker.onTrade({ ...trade, ...changes }, nowMs);
  }

  /** Kind, quantity and price of the events since the last look. */
  news(): readonly (readonly [kind: string, qty?: number, price?: number])[] {
    return this.events
      .splice(0)
      .map(({ kind, lastQty, lastPrice }) => (lastQty > 0 ? [kind, lastQty, lastPrice] : [kind]));
  }

  private replace(nowMs: number, bids: readonly Row[], asks: readonly Row[]): void {
    this.updateId += 10;
    const ids = { firstUpdateId: this.updateId - 9, lastUpdateId: this.updateId, prevUpdateId: this.updateId - 10 };
    const rows = { bids: levels(bids), asks: levels(asks) };
    const frame = { kind: 'partialDepth', symbol: 'BTCUSDT', eventMs: nowMs, transactMs: nowMs } as const;
    this.book.applyPartial({ ...frame, ...ids, ...rows }, nowMs);
  }
}
