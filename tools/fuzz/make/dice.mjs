// Chance that can be repeated: the same seed and number give the same rolls.

/** Source: mulberry32, T. Ettinger, public domain. */
export class Dice {
  constructor(seed) {
    this.state = seed | 0;
  }

  /** The dice of one job of a run, whatever was rolled for the others. */
  static ofJob(seed, job) {
    return new Dice(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(job + 1, 0xc2b2ae35));
  }

  /** In [0, 1). */
  next() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit) {
    return Math.floor(this.next() * limit);
  }

  between(least, most) {
    return least + this.below(most - least + 1);
  }

  chance(probability) {
    return this.next() < probability;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** A key of `{ key: weight }`. */
  weighted(weights) {
    let left = this.next() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    for (const [key, weight] of Object.entries(weights)) if ((left -= weight) < 0) return key;
    return Object.keys(weights)[0];
  }

  bytes(length) {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }
}
