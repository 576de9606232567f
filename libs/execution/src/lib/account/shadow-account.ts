import { Decimal, type Pct, type Quote, type TradingSymbol } from '@aurora/kernel';
import {
  DayPnl,
  PositionBook,
  type DayPnlState,
  type Fill,
  type FillEffect,
  type Position,
  type PositionBookState,
} from '@aurora/risk';

/** A fill with what it cost. */
export interface PaidFill extends Fill {
  readonly qty: number;
  readonly price: number;
  /** Fee less rebate; a rebate alone is negative. */
  readonly feeUsdt: Quote;
}

/** What a fill did to the account. */
export interface BookedFill extends FillEffect {
  readonly realisedUsdt: Quote;
  /** Realised by this fill after its fee. */
  readonly netUsdt: Quote;
  /** Everything the position brought since it was opened, fees of all its fills taken off; `null` while it is open. */
  readonly tripUsdt: Quote | null;
}

/** JSON-safe: amounts as decimal texts. */
export interface ShadowAccountState {
  readonly book: PositionBookState;
  readonly day: DayPnlState;
  readonly realised: string;
  readonly trips: readonly { readonly symbol: TradingSymbol; readonly net: string }[];
}

/** Positions and money of the shadow account: one position a symbol, results after fees, in decimal arithmetic. */
export class ShadowAccount {
  private readonly book = new PositionBook();
  private readonly day: DayPnl;
  private realised = new Decimal(0);
  /** By symbol of an open position: what it has brought so far, after fees. */
  private readonly trips = new Map<TradingSymbol, Decimal>();

  /** @throws RangeError unless the equity is positive and finite. */
  constructor(private readonly startUsdt: Quote) {
    if (!(startUsdt > 0 && startUsdt < Infinity)) throw new RangeError(`equity must be positive, got ${startUsdt}`);
    this.day = new DayPnl(startUsdt);
  }

  /** Realised since the start, after fees. */
  get realisedUsdt(): Quote {
    return this.realised.toNumber();
  }

  /** Equity at the start and what was realised since. */
  get equityUsdt(): Quote {
    return this.realised.add(this.startUsdt).toNumber();
  }

  get openPositions(): number {
    return this.book.openCount();
  }

  position(symbol: TradingSymbol): Position | undefined {
    return this.book.position(symbol);
  }

  /** Notional of all positions at their average prices. */
  get openNotionalUsdt(): Quote {
    return this.book.totalNotional();
  }

  /** Realised in the UTC day, after fees, percent of the equity at the start. */
  dayPnlPct(nowMs: number): Pct {
    return this.day.pct(nowMs);
  }

  /** Realised in the UTC day, after fees. */
  dayPnlUsdt(nowMs: number): Quote {
    return this.day.usdt(nowMs);
  }

  /** What an open position would bring at a price, before fees; 0 without one. */
  unrealisedUsdt(symbol: TradingSymbol, markPrice: number): Quote {
    const held = this.book.position(symbol);
    return held?.avgPrice == null ? 0 : new Decimal(markPrice).sub(held.avgPrice).mul(held.qty).toNumber();
  }

  /** Books a fill. Closings are to say `reduceOnly`, so that none flips. @throws RangeError on a number that cannot be, and changes nothing. */
  applyFill(fill: PaidFill): BookedFill {
    const { symbol, feeUsdt, nowMs } = fill;
    if (!Number.isFinite(feeUsdt)) throw new RangeError(`cannot book a fee of ${feeUsdt}`);
    const effect = this.book.applyFill(fill);
    const realisedUsdt = effect.realisedUsdt!;
    const net = new Decimal(realisedUsdt).sub(feeUsdt);
    this.realised = this.realised.add(net);
    this.day.add({ pnlUsdt: net.toNumber() }, nowMs);
    const trip = net.add(this.trips.get(symbol) ?? 0);
    if (this.book.position(symbol) === undefined) this.trips.delete(symbol);
    else this.trips.set(symbol, effect.closed ? new Decimal(0) : trip);
    return { ...effect, realisedUsdt, netUsdt: net.toNumber(), tripUsdt: effect.closed ? trip.toNumber() : null };
  }

  exportState(): ShadowAccountState {
    return {
      book: this.book.exportState(),
      day: this.day.exportState(),
      realised: this.realised.toString(),
      trips: Array.from(this.trips, ([symbol, net]) => ({ symbol, net: net.toString() })),
    };
  }

  restore(state: ShadowAccountState): void {
    this.book.restore(state.book);
    this.day.restore(state.day);
    this.realised = new Decimal(state.realised);
    this.trips.clear();
    for (const { symbol, net } of state.trips) this.trips.set(symbol, new Decimal(net));
  }
}
