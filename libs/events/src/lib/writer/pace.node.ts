import { unrefTimer } from './retry-timer.node';

const PAUSE_PER_WORK = 9;

/** Keeps work in the background to a tenth of the time, until there is a hurry. */
export class Pace {
  private hurried = false;
  private wake: () => void = () => undefined;

  constructor(private readonly afterMs: (pauseMs: number, run: () => void) => void = unrefTimer) {}

  /** Resolves when it is time for the next piece of work. */
  readonly rest = (workedMs: number): Promise<void> =>
    new Promise((resolve) => {
      if (this.hurried) return resolve();
      this.wake = resolve;
      this.afterMs(workedMs * PAUSE_PER_WORK, resolve);
    });

  /** Ends the pause under way and takes no other. */
  hurry(): void {
    this.hurried = true;
    this.wake();
  }
}
