import { Decimal, sideSign, type Pct, type Quote, type Side } from '@aurora/kernel';

const DAY_MS = 86_400_000;

/** An open shadow position of one symbol. */
export interface ShadowPosition {
  readonly symbol: string;
  readonly side: Side;
  readonly qty: number;
  readonly entryPrice: number;
  readonly openedMs: number;
  readonly stopPrice: number;
  readonly targetPrice: number;
  /** Fee paid on the opening. */
  readonly openFee: Quote;
}

/** Positions and profit of the shadow account; one position a symbol. */
export class ShadowBook {
  private readonly positions = new Map<string, ShadowPosition>();
  private day = NaN;
  private today: Quote = 0;
  private total: Quote = 0;

  constructor(private readonly equityUsdt: Quote) {}

  get openPositions(): number {
    return this.positions.size;
  }

  /** Realised profit since the start, fees taken off. */
  get pnlUsdt(): Quote {
    return this.total;
  }

  positionOf(symbol: string): ShadowPosition | undefined {
    return this.positions.get(symbol);
  }

  /** Realised profit of the UTC day of the market, percent of equity. */
  pnlTodayPct(nowMs: number): Pct {
    this.turnDay(nowMs);
    return (this.today / this.equityUsdt) * 100;
  }

  open(position: ShadowPosition): void {
    this.positions.set(position.symbol, position);
  }

  /** Closes `qty` of a position and returns the realised profit, both fees taken off in proportion. */
  close(position: ShadowPosition, qty: number, price: number, fee: Quote, nowMs: number): Quote {
    const share = qty / position.qty;
    const gross = sideSign(position.side) * (price - position.entryPrice) * qty;
    const pnl = gross - fee - position.openFee * share;
    this.turnDay(nowMs);
    this.today += pnl;
    this.total += pnl;
    if (qty >= position.qty) this.positions.delete(position.symbol);
    else
      this.positions.set(position.symbol, {
        ...position,
        qty: new Decimal(position.qty).minus(qty).toNumber(),
        openFee: position.openFee * (1 - share),
      });
    return pnl;
  }

  private turnDay(nowMs: number): void {
    const day = Math.floor(nowMs / DAY_MS);
    if (day === this.day) return;
    this.day = day;
    this.today = 0;
  }
}
