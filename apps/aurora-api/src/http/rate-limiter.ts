import { LRUCache } from 'lru-cache';
import { type Ms } from '@aurora/kernel';

interface Window {
  startMs: Ms;
  count: number;
}

const WINDOW_MS = 1000;
/** Clients remembered at a time; the one heard of longest ago gives way, so addresses cannot fill the memory. */
const MAX_CLIENTS = 10_000;

/** At most so many requests a second per client, counted in windows of one second. 0 is off. */
export class RateLimiter {
  private readonly windows = new LRUCache<string, Window>({ max: MAX_CLIENTS });

  constructor(private readonly perSecond: number) {}

  /** @returns 0 when the request may pass, else how many ms to wait. */
  take(client: string, nowMs: Ms): Ms {
    if (this.perSecond === 0) return 0;
    const window = this.windows.get(client);
    // A clock that was set back must not lock a client out.
    if (window === undefined || nowMs - window.startMs >= WINDOW_MS || nowMs < window.startMs) {
      this.windows.set(client, { startMs: nowMs, count: 1 });
      return 0;
    }
    if (window.count >= this.perSecond) return window.startMs + WINDOW_MS - nowMs;
    window.count++;
    return 0;
  }
}
