// Random choices that can be made again from their seed.

/** Mulberry32 (Tommy Ettinger, public domain): good enough to pick moments and orders. */
export class Seeded {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** In 0..1, 1 excluded. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low, high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True so often in 1. */
  chance(share) {
    return this.next() < share;
  }

  pick(list) {
    return list[this.int(0, list.length - 1)];
  }

  /** Another sequence, for a part that draws in an order of its own. */
  fork() {
    return new Seeded(this.int(0, 2 ** 32 - 1));
  }
}
