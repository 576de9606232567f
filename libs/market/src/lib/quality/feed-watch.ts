import type { MarketConfig } from '../market-config';
import { FEED_FAULTS, hasFault, type FeedFault, type WatchedMarket } from './feed-faults';

/** A fault of a symbol's data that has come or gone. */
export interface FeedChange {
  readonly symbol: string;
  readonly fault: FeedFault;
  readonly isThere: boolean;
  /** Local time of the look that found it, ms. */
  readonly atMs: number;
  /** How long it was there, as far as was looked, ms; 0 when it comes. */
  readonly lastedMs: number;
}

const NO_CHANGE: readonly FeedChange[] = [];

/**
 * Tells when a fault of one symbol's data comes and when it goes, once each. To be asked after each frame and, since a
 * stale book brings none, also from time to time.
 */
export class FeedWatch {
  /** Local time since when each fault is there; those that are not have no entry. */
  private readonly sinceMs = new Map<FeedFault, number>();

  constructor(private readonly config: MarketConfig) {}

  /** Faults that were there at the last look. */
  get faults(): readonly FeedFault[] {
    return [...this.sinceMs.keys()];
  }

  /** What has changed since the last look; usually nothing. */
  look(market: WatchedMarket, nowMs: number): readonly FeedChange[] {
    let changes: FeedChange[] | undefined;
    for (const fault of FEED_FAULTS) {
      const isThere = hasFault(market, fault, nowMs, this.config);
      const sinceMs = this.sinceMs.get(fault);
      if (isThere === (sinceMs !== undefined)) continue;
      if (isThere) this.sinceMs.set(fault, nowMs);
      else this.sinceMs.delete(fault);
      (changes ??= []).push({
        symbol: market.symbol,
        fault,
        isThere,
        atMs: nowMs,
        lastedMs: nowMs - (sinceMs ?? nowMs),
      });
    }
    return changes ?? NO_CHANGE;
  }
}

/** Details of an event about a change, names as on the wire. */
export const feedChangeDetails = ({ fault, isThere, lastedMs }: FeedChange): Record<string, string | number> => ({
  fault,
  state: isThere ? 'began' : 'ended',
  lasted_ms: lastedMs,
});
