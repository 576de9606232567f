import type { Ms } from '@aurora/kernel';
import { ticksToPrice } from '@aurora/market';
import type { DueDepth } from './depth-chain';
import type { MarkUpdate, NumberFormat, TopUpdate, TradeUpdate } from './market-update';

/** Shapes of the wire: those of 2026 carry `st` everywhere and `ps` on depth. */
export type Wire = '2024' | '2026';

/** Rows `[price, quantity]` of one side. */
export type Rows = readonly (readonly [string, string])[];

/** Trades of one aggressor at one price and time. */
export interface TradeRun extends TradeUpdate {
  readonly lastTradeId: number;
  /** Units of the book, of all trades. */
  readonly qty: number;
}

/** `T` and `E`, whole ms as the client is to see them. */
export interface WallTimes {
  readonly transactMs: Ms;
  readonly eventMs: Ms;
}

const DAY_PART_MS = 8 * 3_600_000;

/** JSON texts of one symbol in the venue's order of keys. Times are those the client is to see. */
export class Payloads {
  private readonly ps: string;
  private readonly st: string;

  constructor(
    private readonly symbol: string,
    private readonly format: NumberFormat,
    wire: Wire,
  ) {
    this.ps = wire === '2026' ? `"ps":"${symbol}",` : '';
    this.st = wire === '2026' ? ',"st":1' : '';
  }

  price = (ticks: number): string => ticksToPrice(ticks).toFixed(this.format.priceDecimals);

  qty = (units: number): string => (units * this.format.qtyUnit).toFixed(this.format.qtyDecimals);

  bookTicker(top: TopUpdate, { transactMs, eventMs }: WallTimes): string {
    const bid = `"b":"${this.price(top.bidTicks)}","B":"${this.qty(top.bidQty)}"`;
    const ask = `"a":"${this.price(top.askTicks)}","A":"${this.qty(top.askQty)}"`;
    const head = `{"e":"bookTicker","u":${top.updateId},"s":"${this.symbol}"`;
    return `${head},${bid},${ask},"T":${transactMs},"E":${eventMs}${this.st}}`;
  }

  trade(trade: TradeUpdate, { transactMs, eventMs }: WallTimes): string {
    const head = `{"e":"trade","E":${eventMs},"T":${transactMs},"s":"${this.symbol}","t":${trade.tradeId}`;
    const print = `"p":"${this.price(trade.ticks)}","q":"${this.qty(trade.qty)}"`;
    return `${head},${print},"X":"${trade.origin}","m":${trade.isBuyerMaker}${this.st}}`;
  }

  aggTrade(run: TradeRun, aggregateId: number, { transactMs, eventMs }: WallTimes): string {
    const head = `{"e":"aggTrade","E":${eventMs},"a":${aggregateId},"s":"${this.symbol}"`;
    const print = `"p":"${this.price(run.ticks)}","q":"${this.qty(run.qty)}"`;
    const ids = `"f":${run.tradeId},"l":${run.lastTradeId},"T":${transactMs}`;
    return `${head},${print},${ids},"m":${run.isBuyerMaker}${this.st}}`;
  }

  depth(ids: DueDepth['ids'], bids: Rows, asks: Rows, { transactMs, eventMs }: WallTimes): string {
    const head = `{"e":"depthUpdate","E":${eventMs},"T":${transactMs},"s":"${this.symbol}",${this.ps}`;
    const chain = `"U":${ids.U},"u":${ids.u},"pu":${ids.pu}`;
    return `${head}${chain},"b":${JSON.stringify(bids)},"a":${JSON.stringify(asks)}${this.st}}`;
  }

  /** The time of the next funding is the next third of a day. */
  markPrice(mark: MarkUpdate, eventMs: Ms): string {
    const number = (value: number) => value.toFixed(8);
    const prices = `"p":"${number(mark.markPrice)}","P":"${number(mark.markPrice)}","i":"${number(mark.indexPrice)}"`;
    const funding = `"r":"${number(mark.fundingRate)}","T":${nextFundingMs(eventMs)}`;
    return `{"e":"markPriceUpdate","E":${eventMs},"s":"${this.symbol}",${prices},${funding}${this.st}}`;
  }
}

export const nextFundingMs = (nowMs: Ms): Ms => (Math.floor(nowMs / DAY_PART_MS) + 1) * DAY_PART_MS;
