import type { After } from './live-options';

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** Time that stands still until told. */
export class ManualTimers {
  private readonly timers = new Set<Timer>();

  constructor(private currentMs = 1_700_000_000_000) {}

  readonly nowMs = (): number => this.currentMs;

  readonly after: After = (delayMs, run) => {
    const timer = { atMs: this.currentMs + delayMs, run };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  };

  /** Timers that wait. */
  get pending(): number {
    return this.timers.size;
  }

  /** Runs what falls due on the way, in order of time. */
  advance(ms: number): void {
    const endMs = this.currentMs + ms;
    for (;;) {
      const due = [...this.timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.timers.delete(due);
      this.currentMs = Math.max(this.currentMs, due.atMs);
      due.run();
    }
    this.currentMs = endMs;
  }
}
