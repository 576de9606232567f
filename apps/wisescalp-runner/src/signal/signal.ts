import type { Bps, Side } from '@aurora/kernel';
import type { FeatureVector } from '@aurora/market';

/** Faults of the feed the gate must hear of. */
export interface DataQuality {
  readonly staleBook: boolean;
  readonly crossedBook: boolean;
  readonly abnormalSpread: boolean;
  readonly cyclicSequence: boolean;
}

/** What one symbol looks like at one sample. */
export interface Signal {
  readonly symbol: string;
  readonly nowMs: number;
  readonly features: FeatureVector;
  /** Positive for rising. */
  readonly score: number;
  /** The side the score asks for. */
  readonly side: Side;
  /** Probability that the target is reached before the stop, in the score's direction. */
  readonly p: number;
  /** What gave `p`, name@version. */
  readonly model: string;
  readonly latencyMs: number;
  readonly quality: DataQuality;
  readonly stopBps: Bps | undefined;
  readonly targetBps: Bps | undefined;
  /** Last one-second returns over their standard deviation, oldest first; empty while nothing moves. */
  readonly standardReturns: readonly number[];
}
