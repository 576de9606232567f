import type { Ms, Side } from '@aurora/kernel';

/** Which barrier was met first: the target, the stop, or the end of the time to live. */
export type BarrierOutcome = 'target' | 'stop' | 'ttl';

/** A trade whose outcome is wanted. */
export interface WatchedTrade {
  /** Client order id of the opening; names the trade. */
  readonly cid: string;
  readonly decisionId?: string;
  /** It was filled; false: declined, and watched as if it had been. */
  readonly traded: boolean;
  readonly symbol: string;
  readonly side: Side;
  /** Score in the direction of the order: positive speaks for it. */
  readonly score: number;
  /** Probability that was given for that score, before the outcome could be known. */
  readonly p: number;
  /** Model that gave it, name@version. */
  readonly model: string;
  readonly entryPrice: number;
  /** Above the entry for a buy, below it for a sell. */
  readonly targetPrice: number;
  /** Below the entry for a buy, above it for a sell. */
  readonly stopPrice: number;
  readonly openedMs: Ms;
  /** Positive; a price exactly at its end still counts. */
  readonly ttlMs: Ms;
}

/** What the learner needs of an outcome. */
export interface OutcomeSample {
  readonly score: number;
  readonly p: number;
  readonly model: string;
  /** 1: the target was met first; 0: the stop, or neither in time. */
  readonly label: 0 | 1;
  readonly outcome: BarrierOutcome;
  readonly openedMs: Ms;
  /** When the outcome became known; never before `openedMs`. */
  readonly closedMs: Ms;
}

/** The outcome of a watched trade. */
export interface TradeOutcome extends OutcomeSample {
  readonly cid: string;
  readonly decisionId?: string;
  readonly traded: boolean;
  readonly symbol: string;
  readonly side: Side;
  /** Best price at which it could be closed when the outcome became known; null when there was none. */
  readonly exitPrice: number | null;
}
