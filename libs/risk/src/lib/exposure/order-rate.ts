import type { Ms } from '@aurora/kernel';

const MINUTE_MS = 60_000;

/**
 * Orders of the last 60 s against a limit. Holds the latest `limit` of them: whether the limit is reached, and when it
 * no longer is, depends on no older one. An order exactly 60 s old no longer counts.
 */
export class OrderRate {
  private timesMs: number[] = [];
  private head = 0;
  /** How many older ones the latest made leave. */
  private displaced = 0;

  /** Orders that may still go; never negative. */
  left(limit: number, nowMs: Ms): number {
    this.expire(nowMs);
    return Math.max(0, limit - this.count);
  }

  /** Counts an order. */
  add(limit: number, nowMs: Ms): void {
    this.expire(nowMs);
    this.timesMs.push(nowMs);
    const first = Math.max(this.head, this.timesMs.length - limit);
    this.displaced = first - this.head;
    this.head = first;
  }

  /** Takes the latest order back, as if it had not been counted. Only right after `add`. */
  takeBack(): void {
    this.timesMs.pop();
    this.head -= this.displaced;
    this.displaced = 0;
  }

  /** Time until the next order may go, 0 when one may go now; Infinity when the limit is 0. */
  retryAfterMs(limit: number, nowMs: Ms): Ms {
    if (this.left(limit, nowMs) > 0) return 0;
    return limit === 0 ? Infinity : this.timesMs[this.timesMs.length - limit]! + MINUTE_MS - nowMs;
  }

  exportState(): readonly Ms[] {
    return this.timesMs.slice(this.head);
  }

  restore(timesMs: readonly Ms[]): void {
    this.timesMs = [...timesMs];
    this.head = 0;
  }

  private get count(): number {
    return this.timesMs.length - this.head;
  }

  private expire(nowMs: Ms): void {
    const { timesMs } = this;
    while (this.head < timesMs.length && timesMs[this.head]! <= nowMs - MINUTE_MS) this.head++;
    // Half of the array is history: cutting it off costs a constant per order.
    if (this.head > 64 && this.head * 2 > timesMs.length) {
      this.timesMs = timesMs.slice(this.head);
      this.head = 0;
    }
  }
}
