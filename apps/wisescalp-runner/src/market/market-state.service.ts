import type { AuroraConfig } from '@aurora/config';
import type { Ms } from '@aurora/kernel';
import { parseFrame, SymbolMarket, WireError, WireStats, type MarketEvent, type RecordedFrame } from '@aurora/market';
import { Inject, Injectable } from '@nestjs/common';
import { RUNNER_CONFIG } from '../runner-options';

/** What a frame did to the market of its symbol. */
export interface MarketChange {
  readonly market: SymbolMarket;
  readonly event: MarketEvent;
  /** The book has lost its sequence with this frame and needs a snapshot. */
  readonly lostBook: boolean;
}

/** Books and flow of all symbols, kept up to date frame by frame. */
@Injectable()
export class MarketState {
  readonly wire = new WireStats();
  private readonly markets = new Map<string, SymbolMarket>();
  private readonly staleMs: Ms;
  /** Told when the connection that brought the books was lost. */
  readonly onLost: (() => void)[] = [];
  private count = 0;
  /** What books showed up to here counts no more. */
  private distrustedToMs: Ms = -Infinity;

  constructor(@Inject(RUNNER_CONFIG) config: AuroraConfig) {
    this.staleMs = config.market.staleMs;
  }

  get frames(): number {
    return this.count;
  }

  /** In order of their first frame. */
  get symbols(): Iterable<SymbolMarket> {
    return this.markets.values();
  }

  find(symbol: string): SymbolMarket | undefined {
    return this.markets.get(symbol);
  }

  /** `null` for a malformed frame: it is counted and changes nothing. */
  take(frame: RecordedFrame): MarketChange | null {
    this.count++;
    const market = this.marketOf(frame.symbol);
    try {
      const event = parseFrame(frame.frame);
      this.wire.countEvent(event);
      const gapsBefore = market.gaps;
      market.apply(event, frame.localMs);
      return { market, event, lostBook: market.gaps > gapsBefore };
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.wire.countError(error.reason);
      return null;
    }
  }

  /** The connection that brought the books was lost: none is trusted before an update that came later. */
  distrust(nowMs: Ms): void {
    this.distrustedToMs = nowMs;
    for (const listener of this.onLost) listener();
  }

  /**
   * The book shows what the venue has: in sequence, not crossed, heard of not longer than `market.stale_ms` ago, and over
   * the connection that is there now.
   */
  isTrusted({ book }: SymbolMarket, nowMs: Ms): boolean {
    const isCurrent = book.lastUpdateMs > this.distrustedToMs && !book.isStale(nowMs, this.staleMs);
    return isCurrent && book.synced && !book.crossed;
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
