import { nsToMs } from '@aurora/kernel';
import { parseFrame, SymbolMarket, WireError, WireStats, type RecordedFrame } from '@aurora/market';
import { Injectable } from '@nestjs/common';

/** Books and flow of all symbols, kept up to date frame by frame. */
@Injectable()
export class MarketState {
  readonly wire = new WireStats();
  private readonly markets = new Map<string, SymbolMarket>();
  private count = 0;
  private lastMs = NaN;

  get frames(): number {
    return this.count;
  }

  /** Market time of the last frame, ms; NaN before the first. */
  get nowMs(): number {
    return this.lastMs;
  }

  /** In order of their first frame. */
  get symbols(): Iterable<SymbolMarket> {
    return this.markets.values();
  }

  /** A malformed frame is counted and changes nothing. */
  take(frame: RecordedFrame): void {
    this.count++;
    this.lastMs = nsToMs(frame.localNs);
    const market = this.marketOf(frame.symbol);
    try {
      const event = parseFrame(frame.frame);
      this.wire.countEvent(event);
      market.apply(event, this.lastMs);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.wire.countError(error.reason);
    }
  }

  /** Faults of all books so far. */
  faults(): { mismatches: number; gaps: number; crossings: number } {
    const faults = { mismatches: 0, gaps: 0, crossings: 0 };
    for (const market of this.markets.values()) {
      faults.mismatches += market.topCheck.mismatches;
      faults.gaps += market.gaps;
      faults.crossings += market.crossings;
    }
    return faults;
  }

  private marketOf(symbol: string): SymbolMarket {
    let market = this.markets.get(symbol);
    if (market === undefined) this.markets.set(symbol, (market = new SymbolMarket(symbol)));
    return market;
  }
}
