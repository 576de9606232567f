import type { PosttradeRequest } from '@aurora/contracts';
import type { OrderGate } from '@aurora/gate-client';
import type { TsNs } from '@aurora/kernel';
import { ExponentialBackoff, handleWhenResult, retry } from 'cockatiel';

const FOR_EVER = Number.MAX_SAFE_INTEGER;

/**
 * Reports on their way to the gate, in the order of what happened. One that does not arrive is sent again until it does,
 * and those behind it wait: a gate that was away learns of everything, in order. It takes repeats of a report once.
 */
export class ReportLine {
  private readonly ending = new AbortController();
  private readonly again = retry(
    handleWhenResult((taken) => taken === false),
    { maxAttempts: FOR_EVER, backoff: new ExponentialBackoff({ initialDelay: 250, maxDelay: 2000 }) },
  );
  private line: Promise<void> = Promise.resolve();
  private count = 0;
  private lastTsNs: TsNs = 0n;

  /** @param onLost told of a report that was given up at the end. */
  constructor(
    private readonly gate: OrderGate,
    private readonly onLost: (report: PosttradeRequest) => void,
    private readonly nowNs: () => TsNs,
  ) {}

  /** Reports that have not arrived. */
  get waiting(): number {
    return this.count;
  }

  tell(outcome: PosttradeRequest): void {
    // By its own time the gate knows one again that arrived though its answer did not.
    const nowNs = this.nowNs();
    this.lastTsNs = nowNs > this.lastTsNs ? nowNs : this.lastTsNs + 1n;
    const report = { ...outcome, ts_ns: String(this.lastTsNs) };
    // A gate in this process takes it at once, so that the next question finds it taken in.
    const taken = this.count === 0 ? this.gate.report(report) : false;
    if (taken === true) return;
    this.count++;
    const first = this.count === 1 ? taken : undefined;
    this.line = this.line.then(() => this.send(report, first));
  }

  /** Waits until everything has arrived, however long. */
  arrived(): Promise<void> {
    return this.line;
  }

  /** Waits until everything has arrived, at most so long; what has not is given up. */
  async end(withinMs: number): Promise<void> {
    const patience = setTimeout(() => this.ending.abort(), withinMs);
    await this.line;
    clearTimeout(patience);
  }

  private async send(report: PosttradeRequest, first: boolean | Promise<boolean> | undefined): Promise<void> {
    let attempt = first;
    const taken = await this.again.execute(() => {
      const sent = attempt ?? this.gate.report(report);
      attempt = undefined;
      return sent;
    }, this.ending.signal);
    this.count--;
    if (!taken) this.onLost(report);
  }
}
