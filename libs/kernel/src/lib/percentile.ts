/**
 * Percentile of ascending values, linear between order statistics (rank (n−1)·p; numpy's default, Hyndman–Fan type 7).
 * @param sorted ascending; only the first `length` entries count.
 * @param p in [0, 1].
 * @returns NaN when there is no value.
 */
export function percentileOfSorted(sorted: ArrayLike<number>, p: number, length: number = sorted.length): number {
  if (length === 0) return NaN;
  const rank = (length - 1) * p;
  const below = Math.floor(rank);
  const low = sorted[below]!;
  const fraction = rank - below;
  return fraction === 0 ? low : lerp(low, sorted[below + 1]!, fraction);
}

/** numpy's interpolation: anchored at the nearer end, so the result is monotone and exact at both ends. */
function lerp(low: number, high: number, fraction: number): number {
  const gap = high - low;
  return fraction >= 0.5 ? high - gap * (1 - fraction) : low + gap * fraction;
}

/**
 * The last `capacity` values, kept both in order of arrival and sorted: a push costs O(log n) comparisons and one
 * block move, a percentile O(1). Meant for windows of hundreds of values.
 */
export class SortedWindow {
  private readonly sorted: Float64Array;
  private readonly ring: Float64Array;
  private head = 0;
  private count = 0;

  constructor(readonly capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`capacity must be a positive integer, got ${capacity}`);
    this.sorted = new Float64Array(capacity);
    this.ring = new Float64Array(capacity);
  }

  get size(): number {
    return this.count;
  }

  /** Adds a finite value; the oldest one leaves when the window is full. Throws a `RangeError` on NaN or infinity. */
  push(value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`value must be finite, got ${value}`);
    if (this.count === this.capacity) this.replace(this.ring[this.head]!, value);
    else this.insert(value);
    this.ring[this.head] = value;
    this.head = this.head + 1 === this.capacity ? 0 : this.head + 1;
  }

  /** Percentile with p in [0, 1], linear between order statistics; NaN when empty. */
  percentile(p: number): number {
    return percentileOfSorted(this.sorted, p, this.count);
  }

  /** Values from oldest to newest. */
  values(): number[] {
    const start = this.count === this.capacity ? this.head : 0;
    return Array.from({ length: this.count }, (_, i) => this.ring[(start + i) % this.capacity]!);
  }

  private insert(value: number): void {
    const at = this.lowerBound(value);
    this.sorted.copyWithin(at + 1, at, this.count);
    this.sorted[at] = value;
    this.count++;
  }

  /** Moves only what lies between the place that gets free and the one that is taken. */
  private replace(leaving: number, arriving: number): void {
    const from = this.lowerBound(leaving);
    const behind = this.lowerBound(arriving);
    if (behind > from) {
      this.sorted.copyWithin(from, from + 1, behind);
      this.sorted[behind - 1] = arriving;
    } else {
      this.sorted.copyWithin(behind + 1, behind, from);
      this.sorted[behind] = arriving;
    }
  }

  private lowerBound(value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
