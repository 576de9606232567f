/** What is known of one symbol at one moment. Every number is finite. */
export interface FeatureVector {
  readonly nowMs: number;
  readonly mid: number;
  readonly spreadBps: number;
  /** (bids − asks) / both over levels 1 to 5, in [−1, 1] (Gould & Bonart 2016, queue imbalance, summed over levels). */
  readonly obi: number;
  /** Trade flow imbalance of the last 5 s, in [−1, 1]. */
  readonly tfi: number;
  readonly microBiasBps: number;
  /** Order flow imbalance at the best level over the last second, base units. */
  readonly ofi: number;
  /** Absorbed share of the last 5 s' volume, in [−1, 1]. */
  readonly absorb: number;
  /** Swept share of the last 5 s' volume, in [−1, 1]. */
  readonly sweep: number;
  readonly trendBps: number;
  /** Quantity cancelled at levels 1 to 5, base units per second, over the TRAP window. */
  readonly cancelPerSec: number;
  /** Quantity added at levels 1 to 5, base units per second, over the TRAP window. */
  readonly replenishPerSec: number;
  readonly volStdBps: number;
  readonly atrBps: number;
}
