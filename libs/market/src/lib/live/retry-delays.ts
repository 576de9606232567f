import type { Ms } from '@aurora/kernel';
import { ExponentialBackoff, noJitterGenerator, type IBackoff } from 'cockatiel';

/** Waits between attempts: cockatiel's doubling ones, each cut by chance to between a half and the whole. */
export class RetryDelays {
  private readonly schedule: ExponentialBackoff<number>;
  private last: IBackoff<unknown> | undefined;
  private count = 0;

  constructor(random: () => number, { first, longest }: { readonly first: Ms; readonly longest: Ms }) {
    this.schedule = new ExponentialBackoff<number>({
      initialDelay: first,
      maxDelay: longest,
      generator: (attempts, options) => {
        const [delayMs, next] = noJitterGenerator(attempts, options);
        return [(delayMs / 2) * (1 + random()), next];
      },
    });
  }

  /** Waits handed out since the last reset. */
  get attempts(): number {
    return this.count;
  }

  next(): Ms {
    this.last = this.last === undefined ? this.schedule.next() : this.last.next(undefined);
    this.count++;
    return this.last.duration;
  }

  reset(): void {
    this.last = undefined;
    this.count = 0;
  }
}
