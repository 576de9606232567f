const INITIAL_ENTRIES = 256;

/** Entries in order of time, a time and two numbers each; the oldest leave first. Adding and removing allocate nothing. */
export class TimedRing {
  /** The entry at `head` is the oldest; the next one stands at the next index, and index 0 follows the last (`& mask`). */
  times = new Float64Array(INITIAL_ENTRIES);
  firsts = new Float64Array(INITIAL_ENTRIES);
  seconds = new Float64Array(INITIAL_ENTRIES);
  head = 0;
  size = 0;

  get mask(): number {
    return this.times.length - 1;
  }

  /** Where the entry `i` places behind the oldest stands. */
  at(i: number): number {
    return (this.head + i) & this.mask;
  }

  push(timeMs: number, first: number, second: number): void {
    if (this.size === this.times.length) this.grow();
    const at = this.at(this.size++);
    this.times[at] = timeMs;
    this.firsts[at] = first;
    this.seconds[at] = second;
  }

  shift(): void {
    this.head = this.at(1);
    this.size--;
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
