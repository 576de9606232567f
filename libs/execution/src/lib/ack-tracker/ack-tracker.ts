import type { Ms } from '@aurora/kernel';

/** `late`: after the time to live; `unknown`: nobody waits for it, or it was too long ago to tell. */
export type AckOutcome = 'acked' | 'late' | 'unknown';

/**
 * Watches submitted orders for their acknowledgement. One that waits longer than the time to live (exactly at it is in
 * time) has expired; the next scan tells so, once, whether or not a late answer came ahead of it. No call costs more the
 * more orders wait: they stand in the order of submission, which is that of expiry.
 */
export class AckTracker {
  /** By time of submission, which never goes back. */
  private readonly waiting = new Map<string, Ms>();
  /** Told as expired and neither settled nor forgotten, oldest first. */
  private readonly expired = new Set<string>();
  private latestMs = -Infinity;

  /**
   * @param ttlMs `observability.ack.ttl_s` in ms.
   * @param capacity how many orders may wait at a time, and of how many expired ones a late answer is recognised.
   */
  constructor(
    private readonly ttlMs: Ms,
    private readonly capacity = 10_000,
  ) {}

  /** Orders that wait. */
  get size(): number {
    return this.waiting.size;
  }

  /**
   * An order is about to go out. An id that waits already keeps its time. Time that goes back counts as the latest.
   * @returns false when as many wait as may: an order that nobody watches should not go out.
   * @throws RangeError when the time is not finite.
   */
  submitted(cid: string, nowMs: Ms): boolean {
    if (!Number.isFinite(nowMs)) throw new RangeError(`time must be finite, got ${nowMs}`);
    if (this.waiting.has(cid)) return true;
    if (this.waiting.size >= this.capacity) return false;
    this.latestMs = Math.max(this.latestMs, nowMs);
    this.expired.delete(cid);
    this.waiting.set(cid, this.latestMs);
    return true;
  }

  /** An acknowledgement arrived. */
  acked(cid: string, nowMs: Ms): AckOutcome {
    const sinceMs = this.waiting.get(cid);
    if (sinceMs === undefined) return this.expired.has(cid) ? 'late' : 'unknown';
    if (nowMs - sinceMs > this.ttlMs) return 'late';
    this.waiting.delete(cid);
    return 'acked';
  }

  /** The order has ended, with or without an acknowledgement: nothing more is told of it. */
  settled(cid: string): void {
    this.waiting.delete(cid);
    this.expired.delete(cid);
  }

  /** Ids that have waited longer than the time to live, in order of submission, each once. */
  scan(nowMs: Ms): string[] {
    const found: string[] = [];
    for (const [cid, sinceMs] of this.waiting) {
      if (!(nowMs - sinceMs > this.ttlMs)) break;
      this.waiting.delete(cid);
      this.remember(cid);
      found.push(cid);
    }
    return found;
  }

  private remember(cid: string): void {
    if (this.expired.size >= this.capacity)
      for (const oldest of this.expired.keys()) {
        this.expired.delete(oldest);
        break;
      }
    this.expired.add(cid);
  }
}
