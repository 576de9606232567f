const MAX_DOUBLINGS = 4;

/** Calls back after a pause, and keeps no process alive for it. */
export const unrefTimer = (pauseMs: number, run: () => void): void => {
  setTimeout(run, pauseMs).unref();
};

/** One thing to be tried again after a pause that doubles from try to try, up to 16 times the first. */
export class RetryTimer {
  private due: (() => void) | null = null;
  private doublings = 0;

  constructor(
    private readonly firstPauseMs: number,
    private readonly afterMs: (pauseMs: number, run: () => void) => void = unrefTimer,
  ) {}

  schedule(run: () => void): void {
    const due = () => {
      if (this.due !== due) return; // it ran before its time
      this.due = null;
      run();
    };
    this.due = due;
    this.afterMs(this.firstPauseMs * 2 ** this.doublings, due);
    this.doublings = Math.min(this.doublings + 1, MAX_DOUBLINGS);
  }

  /** Does not wait any longer for what is scheduled. */
  runNow(): void {
    this.due?.();
  }

  cancel(): void {
    this.due = null;
  }

  /** It worked: the next pause is the first one again. */
  reset(): void {
    this.doublings = 0;
  }
}
