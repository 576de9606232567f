import { TimedRing } from './timed-ring';

/**
 * Sums of two series over a trailing time window; adding and expiring cost O(1) on average.
 *
 * Nothing is ever subtracted, so that no rounding is left behind by what has gone: the older part of the window has its
 * sums from each entry to the newest of that part, made when that part began, the younger part one running sum (the two
 * stacks of sliding-window aggregation: Tangwongsan, Hirzel & Schneider 2015, "General incremental sliding-window
 * aggregation", section 2).
 */
export class RollingSums {
  private readonly ring = new TimedRing();
  /** Sums from the entry at the same index to the end of the older part. */
  private olderFirsts = new Float64Array(this.ring.times.length);
  private olderSeconds = new Float64Array(this.ring.times.length);
  /** Entries in the older part. */
  private older = 0;
  private youngerFirst = 0;
  private youngerSecond = 0;

  constructor(readonly windowMs: number) {}

  get first(): number {
    return this.older > 0 ? this.olderFirsts[this.ring.head]! + this.youngerFirst : this.youngerFirst;
  }

  get second(): number {
    return this.older > 0 ? this.olderSeconds[this.ring.head]! + this.youngerSecond : this.youngerSecond;
  }

  get size(): number {
    return this.ring.size;
  }

  add(nowMs: number, first: number, second: number): void {
    this.ring.push(nowMs, first, second);
    this.youngerFirst += first;
    this.youngerSecond += second;
    if (this.olderFirsts.length < this.ring.times.length) this.beginAnew();
    this.expire(nowMs);
  }

  /** Forgets what is older than the window; an entry exactly `windowMs` old stays. */
  expire(nowMs: number): void {
    const { ring } = this;
    const from = nowMs - this.windowMs;
    while (ring.size > 0 && ring.times[ring.head]! < from) {
      if (this.older === 0) this.beginAnew();
      ring.shift();
      this.older--;
    }
  }

  /** The values of one series that are more than zero, oldest first. */
  positive(series: 'first' | 'second'): number[] {
    const { ring } = this;
    const values = series === 'first' ? ring.firsts : ring.seconds;
    const found: number[] = [];
    for (let i = 0; i < ring.size; i++) {
      const value = values[ring.at(i)]!;
      if (value > 0) found.push(value);
    }
    return found;
  }

  /** Makes the whole window the older part. */
  private beginAnew(): void {
    const { ring } = this;
    if (this.olderFirsts.length < ring.times.length) {
      this.olderFirsts = new Float64Array(ring.times.length);
      this.olderSeconds = new Float64Array(ring.times.length);
    }
    let [first, second] = [0, 0];
    for (let i = ring.size - 1; i >= 0; i--) {
      const at = ring.at(i);
      this.olderFirsts[at] = first += ring.firsts[at]!;
      this.olderSeconds[at] = second += ring.seconds[at]!;
    }
    this.older = ring.size;
    this.youngerFirst = this.youngerSecond = 0;
  }
}
