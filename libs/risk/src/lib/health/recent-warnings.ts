import type { Ms } from '@aurora/kernel';

const HORIZON_MS = 300_000;
/** No fewer than the largest `halt_threshold_repeats`, so forgetting older ones changes no verdict. */
const CAPACITY = 1024;

/**
 * Times of the warnings of the last 300 s, one exactly that old included; beyond 1024 the oldest are forgotten. A
 * warning makes the ones that are too old by then leave; a look only passes over them, so that what is exported depends
 * on the warnings alone and not on who looked. Amortised O(1).
 */
export class RecentWarnings {
  private timesMs: Ms[] = [];
  /** Index of the oldest warning held, and of the oldest one that still counted at the latest look. */
  private held = 0;
  private counted = 0;

  /** `undefined` without warnings. */
  get latestMs(): Ms | undefined {
    return this.timesMs.at(-1);
  }

  /** @returns how many warnings count now, this one included. */
  add(nowMs: Ms): number {
    this.timesMs.push(nowMs);
    this.held = Math.max(this.firstRecent(this.held, nowMs), this.timesMs.length - CAPACITY);
    if (this.held > CAPACITY) this.restore(this.exportTimesMs());
    this.counted = this.held;
    return this.timesMs.length - this.held;
  }

  /** Warnings of the 300 s up to now. Time that goes backward is read as the latest seen. */
  count(nowMs: Ms): number {
    this.counted = this.firstRecent(this.counted, nowMs);
    return this.timesMs.length - this.counted;
  }

  /** From oldest to newest. */
  exportTimesMs(): Ms[] {
    return this.timesMs.slice(this.held);
  }

  restore(timesMs: readonly Ms[]): void {
    this.timesMs = [...timesMs];
    this.held = 0;
    this.counted = 0;
  }

  private firstRecent(from: number, nowMs: Ms): number {
    let at = from;
    while (at < this.timesMs.length && this.timesMs[at]! < nowMs - HORIZON_MS) at++;
    return at;
  }
}
