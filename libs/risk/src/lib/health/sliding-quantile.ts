import { percentileOfSorted } from '@aurora/kernel';
import { OrderedQueue } from './ordered-queue';

/**
 * Exact quantile of the values of the last `windowMs`, linear between order statistics (rank (n−1)·p, Hyndman–Fan
 * type 7). A value exactly `windowMs` old still counts. Time that goes backward is read as the latest time seen.
 */
export class SlidingQuantile {
  private readonly queue = new OrderedQueue();
  private readonly neighbours = new Float64Array(2);
  private latest = -Infinity;
  /** When the newest value leaves. */
  private lastLeaves = -Infinity;

  /** @param p in [0, 1]. */
  constructor(
    private windowMs: number,
    private readonly p: number,
  ) {}

  get size(): number {
    return this.queue.size;
  }

  /** Latest time seen, −∞ before the first. */
  get latestMs(): number {
    return this.latest;
  }

  /**
   * Changes the length of the window for the values to come. Those in it leave when they would have left: were they kept
   * longer, it would matter who had looked in between.
   */
  resize(windowMs: number): void {
    this.windowMs = windowMs;
  }

  /** Adds a value. @throws RangeError when value or time is not finite. */
  push(value: number, nowMs: number): void {
    if (!Number.isFinite(value) || !Number.isFinite(nowMs))
      throw new RangeError(`value and time must be finite, got ${value} at ${nowMs}`);
    this.expire(nowMs);
    // Never before an older one, since values leave in the order in which they came.
    this.lastLeaves = Math.max(this.lastLeaves, this.latest + this.windowMs);
    this.queue.push(value, this.lastLeaves);
  }

  /** Lets values leave whose time has come; one exactly as old as the window stays. */
  expire(nowMs: number): void {
    if (nowMs > this.latest) this.latest = nowMs;
    this.queue.dropBefore(this.latest);
  }

  /** The quantile; NaN when the window is empty. */
  quantile(): number {
    const { queue, neighbours } = this;
    if (queue.size === 0) return NaN;
    const rank = (queue.size - 1) * this.p;
    const below = Math.floor(rank);
    neighbours[0] = queue.at(below);
    if (rank === below) return neighbours[0];
    neighbours[1] = queue.at(below + 1);
    return percentileOfSorted(neighbours, rank - below);
  }
}
