import type { Ms } from '@aurora/kernel';

const MINUTE_MS = 60_000;

/** The weight an address has used in the current minute of the clock. */
export class WeightLimit {
  private minute = NaN;
  private readonly usedBy = new Map<string, number>();

  constructor(readonly limit: number) {}

  /** Adds a request's weight and returns what is used now, this request included. */
  add(address: string, weight: number, nowMs: Ms): number {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.minute) this.usedBy.clear();
    this.minute = minute;
    const used = (this.usedBy.get(address) ?? 0) + weight;
    this.usedBy.set(address, used);
    return used;
  }

  /** Whole seconds until the next minute. */
  retryAfterSec(nowMs: Ms): number {
    return Math.ceil((MINUTE_MS - (nowMs % MINUTE_MS)) / 1000);
  }
}
