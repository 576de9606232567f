import { Decimal, sideSign, type Ms, type Quote, type Side, type TradingSymbol } from '@aurora/kernel';

/** An open position. */
export interface Position {
  /** Signed base quantity, never 0; long is positive. */
  readonly qty: number;
  /** Average price of the quantity held; `null` when a fill that opened it had no price. */
  readonly avgPrice: number | null;
  /** When it last grew out of nothing or out of the other side. */
  readonly openedAtMs: Ms;
}

export interface Fill {
  readonly symbol: TradingSymbol;
  readonly side: Side;
  /** Base quantity filled by this fill alone, > 0. May be left out on `close`: the whole position. */
  readonly qty?: number | undefined;
  /** Price of this fill, > 0. */
  readonly price?: number | undefined;
  readonly nowMs: Ms;
  /** The fill closes, whatever its side: the quantity comes off the position and never flips it. */
  readonly close?: boolean | undefined;
  /** The fill only reduces: on the other side it never flips, on the same side it changes nothing. */
  readonly reduceOnly?: boolean | undefined;
}

export interface FillEffect {
  /** Base quantity taken off the position. */
  readonly closedQty: number;
  /** Base quantity added, or opened on the other side. */
  readonly openedQty: number;
  /** Realised by the closed quantity, without fees; `null` when a price is missing, 0 when nothing was closed. */
  readonly realisedUsdt: Quote | null;
  /** The position ended or changed sides, or a close was reported for a symbol without one. */
  readonly closed: boolean;
}

/** JSON-safe: quantities and prices as decimal texts. */
export interface PositionBookState {
  readonly positions: readonly {
    readonly symbol: TradingSymbol;
    readonly qty: string;
    readonly avgPrice: string | null;
    readonly openedAtMs: Ms;
  }[];
}

interface Holding extends Position {
  readonly exactQty: Decimal;
  readonly exactAvgPrice: Decimal | null;
}

const ZERO = new Decimal(0);

/** Open positions by symbol, in decimal arithmetic: what was bought and sold in equal parts is flat, to the last digit. */
export class PositionBook {
  private readonly holdings = new Map<TradingSymbol, Holding>();

  position(symbol: TradingSymbol): Position | undefined {
    return this.holdings.get(symbol);
  }

  openCount(): number {
    return this.holdings.size;
  }

  /** |Value| at `markPrice`, else at the average price; 0 without a position, `null` when no price is known. */
  notional(symbol: TradingSymbol, markPrice?: number): Quote | null {
    const holding = this.holdings.get(symbol);
    if (!holding) return 0;
    const price = markPrice ?? holding.avgPrice;
    return price === null ? null : Math.abs(holding.qty) * price;
  }

  /** Sum of |value| of all positions at their average prices; a position without a known price adds nothing. */
  totalNotional(): Quote {
    let total = 0;
    for (const { qty, avgPrice } of this.holdings.values()) total += Math.abs(qty) * (avgPrice ?? 0);
    return total;
  }

  /**
   * Books a fill. Same side: the position grows at the average price; other side: it shrinks, and flips when the fill
   * is larger, unless it only closes or reduces.
   * @throws RangeError when quantity, price or time is not positive and finite.
   */
  applyFill(fill: Fill): FillEffect {
    const { symbol, side, nowMs, close = false, reduceOnly = false } = fill;
    checkFill(fill);
    const before = this.holdings.get(symbol);
    const held = before?.exactQty ?? ZERO;
    const filled = fill.qty === undefined ? held.abs() : new Decimal(fill.qty);
    const price = fill.price === undefined ? null : new Decimal(fill.price);
    const direction = sideSign(side);
    const opposite = close || held.s !== direction;
    const closedQty = held.isZero() || !opposite ? ZERO : Decimal.min(filled, held.abs());
    const openedQty = close || reduceOnly ? ZERO : filled.sub(closedQty);

    const rest = held.sub(closedQty.mul(held.s));
    const ended = rest.isZero() && (closedQty.gt(0) || close);
    const grown = openedQty.isZero() ? null : openedQty.mul(direction);
    if (grown === null) this.hold(symbol, rest, before?.exactAvgPrice ?? null, before?.openedAtMs ?? nowMs);
    else if (rest.isZero()) this.hold(symbol, grown, price, nowMs);
    else this.hold(symbol, rest.add(grown), averagePrice(before!, openedQty, price), before!.openedAtMs);

    return {
      closedQty: closedQty.toNumber(),
      openedQty: openedQty.toNumber(),
      realisedUsdt: closedQty.isZero() ? 0 : realised(before!, closedQty, price),
      closed: ended,
    };
  }

  exportState(): PositionBookState {
    return {
      positions: Array.from(this.holdings, ([symbol, { exactQty, exactAvgPrice, openedAtMs }]) => ({
        symbol,
        qty: exactQty.toString(),
        avgPrice: exactAvgPrice?.toString() ?? null,
        openedAtMs,
      })),
    };
  }

  restore(state: PositionBookState): void {
    this.holdings.clear();
    for (const { symbol, qty, avgPrice, openedAtMs } of state.positions)
      this.hold(symbol, new Decimal(qty), avgPrice === null ? null : new Decimal(avgPrice), openedAtMs);
  }

  private hold(symbol: TradingSymbol, exactQty: Decimal, exactAvgPrice: Decimal | null, openedAtMs: Ms): void {
    if (exactQty.isZero()) {
      this.holdings.delete(symbol);
      return;
    }
    const avgPrice = exactAvgPrice?.toNumber() ?? null;
    this.holdings.set(symbol, { qty: exactQty.toNumber(), avgPrice, openedAtMs, exactQty, exactAvgPrice });
  }
}

function checkFill({ symbol, qty, price, nowMs, close }: Fill): void {
  const positive = (value: number | undefined) => value === undefined || (value > 0 && value < Infinity);
  if (!positive(qty) || !positive(price) || !Number.isFinite(nowMs) || (qty === undefined && !close))
    throw new RangeError(`cannot book a fill of ${qty} ${symbol} at price ${price} and time ${nowMs}`);
}

function averagePrice(before: Holding, openedQty: Decimal, price: Decimal | null): Decimal | null {
  if (price === null || before.exactAvgPrice === null) return null;
  const heldQty = before.exactQty.abs();
  return before.exactAvgPrice.mul(heldQty).add(price.mul(openedQty)).div(heldQty.add(openedQty));
}

function realised(before: Holding, closedQty: Decimal, price: Decimal | null): Quote | null {
  if (price === null || before.exactAvgPrice === null) return null;
  return price.sub(before.exactAvgPrice).mul(closedQty).mul(before.exactQty.s).toNumber();
}
