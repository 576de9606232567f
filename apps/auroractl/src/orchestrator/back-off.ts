import type { Ms } from '@aurora/kernel';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';

const FIRST_MS = 250;
const LONGEST_MS = 15_000;

/** How long to wait from one failure to the next: longer each time, with jitter, until something succeeds. */
export class BackOff {
  private last: IBackoff<unknown> | null = null;

  /** After the failure that has just happened. */
  nextMs(): Ms {
    this.last =
      this.last?.next(undefined) ?? new ExponentialBackoff({ initialDelay: FIRST_MS, maxDelay: LONGEST_MS }).next();
    return this.last.duration;
  }

  reset(): void {
    this.last = null;
  }
}
