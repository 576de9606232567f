import { secToMs, type Ms, type Sec } from '@aurora/kernel';

/** Order outcomes of the window. */
export interface OrderOutcomes {
  readonly total: number;
  readonly rejects: number;
}

/** Outcomes held at most; in a faster stream the window is shorter and the rate that of the latest ones. */
const CAPACITY = 8192;

/**
 * Failed and successful orders of the last `windowSec`; an outcome exactly that old still counts. Time that goes
 * backward is read as the latest time seen.
 */
export class RejectStormWindow {
  private readonly timesMs = new Float64Array(CAPACITY);
  private readonly failed = new Uint8Array(CAPACITY);
  private head = 0;
  private total = 0;
  private rejects = 0;
  private latestMs = -Infinity;

  constructor(private windowSec: Sec) {}

  /** Changes the length of the window; outcomes are kept. */
  configure(windowSec: Sec): void {
    this.windowSec = windowSec;
  }

  /** Counts the outcome of one order. @throws RangeError when the time is not finite. */
  record(failed: boolean, nowMs: Ms): void {
    if (!Number.isFinite(nowMs)) throw new RangeError(`time must be finite, got ${nowMs}`);
    this.expire(nowMs);
    if (this.total === CAPACITY) this.drop();
    const slot = (this.head + this.total) % CAPACITY;
    this.timesMs[slot] = this.latestMs;
    this.failed[slot] = failed ? 1 : 0;
    this.total++;
    if (failed) this.rejects++;
  }

  stats(nowMs: Ms): OrderOutcomes {
    this.expire(nowMs);
    return { total: this.total, rejects: this.rejects };
  }

  private expire(nowMs: Ms): void {
    if (nowMs > this.latestMs) this.latestMs = nowMs;
    const cutoffMs = this.latestMs - secToMs(this.windowSec);
    while (this.total > 0 && this.timesMs[this.head]! < cutoffMs) this.drop();
  }

  private drop(): void {
    this.rejects -= this.failed[this.head]!;
    this.head = (this.head + 1) % CAPACITY;
    this.total--;
  }
}
