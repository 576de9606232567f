const INITIAL_ENTRIES = 256;
/** Running sums are added up anew after so many removals, so that rounding never builds up. */
const RESUM_EVERY = 4096;

/** Sums of two series over a trailing time window; adding and expiring cost O(1). */
export class RollingSums {
  private times = new Float64Array(INITIAL_ENTRIES);
  private firsts = new Float64Array(INITIAL_ENTRIES);
  private seconds = new Float64Array(INITIAL_ENTRIES);
  private head = 0;
  private count = 0;
  private removals = 0;
  private sumFirst = 0;
  private sumSecond = 0;

  constructor(readonly windowMs: number) {}

  get first(): number {
    return this.sumFirst;
  }

  get second(): number {
    return this.sumSecond;
  }

  get size(): number {
    return this.count;
  }

  add(nowMs: number, first: number, second: number): void {
    if (this.count === this.times.length) this.grow();
    const at = (this.head + this.count) % this.times.length;
    this.times[at] = nowMs;
    this.firsts[at] = first;
    this.seconds[at] = second;
    this.count++;
    this.sumFirst += first;
    this.sumSecond += second;
    this.expire(nowMs);
  }

  /** Forgets what is older than the window; an entry exactly `windowMs` old stays. */
  expire(nowMs: number): void {
    const from = nowMs - this.windowMs;
    while (this.count > 0 && this.times[this.head]! < from) {
      this.sumFirst -= this.firsts[this.head]!;
      this.sumSecond -= this.seconds[this.head]!;
      this.head = (this.head + 1) % this.times.length;
      this.count--;
      this.removals++;
    }
    if (this.count === 0) this.sumFirst = this.sumSecond = 0;
    else if (this.removals >= RESUM_EVERY) this.resum();
  }

  private resum(): void {
    this.removals = 0;
    this.sumFirst = this.sumSecond = 0;
    for (let i = 0; i < this.count; i++) {
      const at = (this.head + i) % this.times.length;
      this.sumFirst += this.firsts[at]!;
      this.sumSecond += this.seconds[at]!;
    }
  }

  private grow(): void {
    this.times = unrolled(this.times, this.head);
    this.firsts = unrolled(this.firsts, this.head);
    this.seconds = unrolled(this.seconds, this.head);
    this.head = 0;
  }
}

/** A full ring, twice as large, starting at 0. */
function unrolled(ring: Float64Array, head: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(ring.length * 2);
  larger.set(ring.subarray(head));
  larger.set(ring.subarray(0, head), ring.length - head);
  return larger;
}
