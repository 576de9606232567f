import type { Ms } from '@aurora/kernel';
import type { FaultBoard } from '../faults/fault-board';
import type { Wire } from '../streams/payloads';
import { SymbolFeed } from '../streams/symbol-feed';
import type { SymbolSpec } from '../symbols/symbol-spec';
import type { VenueView } from './answer-rest';
import type { MarketSource } from './market-source';

export interface VenueOptions {
  /** Market time over real time, positive. */
  readonly speed: number;
  readonly wire: Wire;
  readonly weightLimit: number;
  readonly nowMs: () => Ms;
  readonly isWanted: (stream: string) => boolean;
  readonly send: (stream: string, data: string) => void;
}

/** A venue that could not play for longer goes on from where it was, instead of making up for it. */
const LONGEST_CATCH_UP_MS = 2000;

/** A market that plays by the clock, and the streams and answers made of it. */
export class Venue implements VenueView {
  readonly specs: readonly SymbolSpec[];
  private readonly feeds: ReadonlyMap<string, SymbolFeed>;
  /** When the market's start happened, or would have for what is still to come. */
  private startedMs: Ms;

  constructor(
    private readonly source: MarketSource,
    private readonly options: VenueOptions,
  ) {
    this.specs = source.symbols.map(({ spec }) => spec);
    this.startedMs = options.nowMs();
    const { wire, isWanted, send } = options;
    // A frame of a recording may have been faster than any before it, but never from the future.
    const toWallMs = (ms: Ms) => Math.min(this.wallMs(ms), this.nowMs());
    this.feeds = new Map(
      source.symbols.map((symbol) => [
        symbol.spec.symbol,
        new SymbolFeed({
          symbol: symbol.spec.symbol,
          format: symbol.format,
          wire,
          book: () => symbol.book,
          toWallMs,
          isWanted,
          send,
        }),
      ]),
    );
  }

  get weightLimit(): number {
    return this.options.weightLimit;
  }

  get isEnded(): boolean {
    return this.source.isEnded;
  }

  nowMs(): Ms {
    return this.options.nowMs();
  }

  feed(symbol: string): SymbolFeed | undefined {
    return this.feeds.get(symbol);
  }

  /** Plays up to now, under the faults that act. */
  advance(faults: FaultBoard): void {
    const nowMs = this.nowMs();
    const behindMs = nowMs - this.wallMs(this.source.reachedMs);
    if (behindMs > LONGEST_CATCH_UP_MS) this.startedMs += behindMs - LONGEST_CATCH_UP_MS;
    for (const [symbol, feed] of this.feeds) {
      feed.isLosing = faults.isActive('gap', symbol);
      feed.setStalled(faults.isActive('stall', symbol), this.source.reachedMs);
      feed.setCrossed(faults.isActive('crossed', symbol));
    }
    this.source.advance(
      this.source.startMs + (nowMs - this.startedMs) * this.options.speed,
      (symbol, update) => this.feeds.get(symbol)?.take(update),
      (marketMs) => {
        for (const feed of this.feeds.values()) feed.flush(marketMs);
      },
    );
  }

  private wallMs(marketMs: Ms): Ms {
    return this.startedMs + (marketMs - this.source.startMs) / this.options.speed;
  }
}
