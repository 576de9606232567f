// What a scenario found: promises that were broken, each said once with how often, and numbers worth knowing.

const KEPT_EXAMPLES = 3;

export class Promises {
  #broken = new Map();
  #gaps = new Map();
  leftOut = [];
  measured = {};

  /** Notes a broken promise unless it holds. `promise` is the same text each time, `example` says where it was broken. */
  holds(isKept, promise, example = '') {
    if (isKept) return true;
    const entry = this.#broken.get(promise) ?? { times: 0, examples: [] };
    entry.times++;
    if (entry.examples.length < KEPT_EXAMPLES) entry.examples.push(String(example).slice(0, 600));
    this.#broken.set(promise, entry);
    return false;
  }

  equal(actual, expected, promise) {
    return this.holds(Object.is(actual, expected), promise, `is ${actual}, not ${expected}`);
  }

  /** Notes something that falls short of what one would wish and of no promise; it is shown, and fails nothing. */
  gap(what, times = 1) {
    if (times > 0) this.#gaps.set(what, (this.#gaps.get(what) ?? 0) + times);
  }

  get gaps() {
    return [...this.#gaps].map(([what, times]) => `${what} (${times}×)`);
  }

  /** Something could not be tried here, and why. */
  leaveOut(what) {
    this.leftOut.push(what);
  }

  get broken() {
    return [...this.#broken].map(([promise, { times, examples }]) => ({ promise, times, examples }));
  }
}
