import type { Ms } from '@aurora/kernel';
import {
  LocalBook,
  parseFrame,
  type BookSide,
  type BookTickerEvent,
  type DepthDiffEvent,
  type DepthSnapshotEvent,
  type MarketEvent,
  type TradeEvent,
} from '@aurora/market';
import type { BookView, MarketUpdate, NumberFormat } from '../streams/market-update';
import { knownSymbol, type SymbolSpec } from '../symbols/symbol-spec';

/** Times of a recording on the axis of its local times. */
export type ToMarketMs = (exchangeMs: Ms) => Ms;

/** Number of a row of a depth answer: the decimals of price and quantity. */
const ROW = /\[\s*"(\d+)\.?(\d*)"\s*,\s*"\d+\.?(\d*)"\s*\]/;

/** One symbol of a recording: its frames become updates, its book is kept. */
export class RecordedSymbol {
  private local = new LocalBook();
  private numbers: NumberFormat | undefined;
  private price = '';
  private tradeKind: TradeEvent['kind'] | undefined;
  /** Added to the ids of the recording: above zero once it has started over. */
  private idShift = 0;
  private tradeShift = 0;
  private lastTradeId = 0;
  private hasGap = false;
  /** The book of the pass that has begun, until its snapshot has come. */
  private next: LocalBook | undefined;

  constructor(
    readonly symbol: string,
    private readonly toMarketMs: ToMarketMs,
  ) {}

  /** True once there is a snapshot. */
  get isReady(): boolean {
    return this.numbers !== undefined && this.local.lastUpdateId > 0;
  }

  get format(): NumberFormat {
    if (this.numbers === undefined) throw new Error(`the recording holds no depth snapshot of ${this.symbol}`);
    return this.numbers;
  }

  get spec(): SymbolSpec {
    const { priceDecimals, qtyDecimals } = this.format;
    const known = knownSymbol(this.symbol);
    const steps = { tickSize: stepOf(priceDecimals), stepSize: stepOf(qtyDecimals) };
    return { symbol: this.symbol, ...steps, ...known, price: this.price, priceDecimals };
  }

  get book(): BookView {
    const { bids, asks, lastUpdateId } = this.local;
    return { bids, asks, lastUpdateId: lastUpdateId + this.idShift };
  }

  get mid(): number {
    return this.local.mid;
  }

  /** The recording begins again: ids go on from where they are. */
  startOver(): void {
    this.next = new LocalBook();
    this.tradeShift = this.lastTradeId;
    this.tradeKind = undefined;
  }

  /** What a frame of the symbol says; nothing when no stream tells it. @throws WireError on a malformed frame. */
  read(frame: string, localMs: Ms): readonly MarketUpdate[] {
    const event = parseFrame(frame);
    switch (event.kind) {
      case 'snapshot':
        return this.snapshot(event, frame, localMs);
      case 'depthDiff':
        return this.diff(event, localMs);
      case 'bookTicker':
        return this.top(event);
      case 'markPrice': {
        const { markPrice, indexPrice = markPrice, fundingRate = 0 } = event;
        const eventMs = this.toMarketMs(event.eventMs);
        return [{ kind: 'mark', markPrice, indexPrice, fundingRate, transactMs: eventMs, eventMs }];
      }
      case 'trade':
      case 'aggTrade':
      case 'offMarketTrade':
        return this.trade(event, frame);
      default:
        return [];
    }
  }

  private top(event: BookTickerEvent): readonly MarketUpdate[] {
    if (this.next !== undefined) return [];
    const { updateId, bidTicks, bidQty, askTicks, askQty } = event;
    const id = updateId + this.idShift;
    return [{ kind: 'top', updateId: id, bidTicks, bidQty, askTicks, askQty, ...this.times(event) }];
  }

  private snapshot(event: DepthSnapshotEvent, frame: string, localMs: Ms): readonly MarketUpdate[] {
    this.numbers ??= formatOf(frame);
    const before = this.book;
    const old = { bids: pricesOf(before.bids), asks: pricesOf(before.asks) };
    if (this.next !== undefined) {
      this.idShift = before.lastUpdateId + 1 - event.lastUpdateId;
      this.local = this.next;
      this.next = undefined;
    }
    if (this.local.applySnapshot(event, localMs) === 'stale') return [];
    this.price ||= this.mid.toFixed(this.format.priceDecimals);
    const isBroken = this.hasGap;
    this.hasGap = false;
    const { bids, asks } = this.local;
    const when = { updateId: this.book.lastUpdateId, transactMs: localMs, eventMs: localMs };
    const top = { bidTicks: bids.ticksAt(0), bidQty: bids.qtyAt(0), askTicks: asks.ticksAt(0), askQty: asks.qtyAt(0) };
    const changed = { bids: [...old.bids, ...pricesOf(bids)], asks: [...old.asks, ...pricesOf(asks)] };
    return [
      { kind: 'top', ...when, ...top },
      { kind: 'book', ...when, ...changed, isBroken },
    ];
  }

  private diff(event: DepthDiffEvent, localMs: Ms): readonly MarketUpdate[] {
    const outcome = (this.next ?? this.local).applyDiff(event, localMs);
    if (outcome === 'gap') this.hasGap = true;
    if (outcome !== 'applied') return [];
    const { bids, asks } = event;
    const updateId = this.book.lastUpdateId;
    return [{ kind: 'book', updateId, bids: bids.ticks, asks: asks.ticks, ...this.times(event) }];
  }

  private trade(event: TradeEvent, frame: string): readonly MarketUpdate[] {
    if (event.kind !== 'offMarketTrade') {
      this.tradeKind ??= event.kind;
      if (event.kind !== this.tradeKind) return [];
    }
    const recordedId = /"(?:t|l)":(\d+)/.exec(frame)?.[1];
    this.lastTradeId = recordedId === undefined ? this.lastTradeId + 1 : Number(recordedId) + this.tradeShift;
    const { ticks, qty, isBuyerMaker } = event;
    const trade = { tradeId: this.lastTradeId, ticks, qty, isBuyerMaker };
    const origin = /"X":"(\w+)"/.exec(frame)?.[1] ?? 'MARKET';
    const times = { transactMs: this.toMarketMs(event.tradeMs), eventMs: this.toMarketMs(event.eventMs) };
    return [{ kind: 'trade', ...trade, origin, ...times }];
  }

  private times(event: Extract<MarketEvent, { transactMs: Ms }>): { transactMs: Ms; eventMs: Ms } {
    return { transactMs: this.toMarketMs(event.transactMs), eventMs: this.toMarketMs(event.eventMs) };
  }
}

function formatOf(snapshot: string): NumberFormat {
  const [, , price = '', qty = ''] = ROW.exec(snapshot) ?? [];
  return { priceDecimals: price.length, qtyDecimals: qty.length, qtyUnit: 1 };
}

const pricesOf = (side: BookSide): number[] => Array.from({ length: side.size }, (_, depth) => side.ticksAt(depth));

const stepOf = (decimals: number): string => (10 ** -decimals).toFixed(decimals);
