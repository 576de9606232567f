import { createHistogram, performance } from 'node:perf_hooks';
import type { Ms } from '@aurora/kernel';
import { GateBreaker, type BreakerState } from './gate-breaker';
import type { AuroraGateOptions, GateFailure } from './gate-options';
import { GateWire } from './gate-wire.node';
import type { GateFailureKind } from './order-gate';
import type { Answered, Reply, Unanswered } from './reply';

/** What the client has seen so far. */
export interface GateStats {
  /** Time from sending to answer, of answered requests; `null` before the first. */
  readonly latencyMs: { readonly p50: Ms | null; readonly p99: Ms | null };
  /** Requests sent, retries included. */
  readonly requests: number;
  /** Questions and reports that came to nothing. */
  readonly failures: Readonly<Record<GateFailureKind, number>>;
  readonly breaker: BreakerState;
}

/** A question or report that came to nothing, after its retry. */
export interface Failed extends Omit<Unanswered, 'kind'> {
  readonly kind: GateFailureKind;
  readonly attempts: number;
}

export type Outcome = (Answered & { readonly attempts: number }) | Failed;

const DEFAULT_TIMEOUT_MS = 200;

const BREAKER_OPEN: Failed = { kind: 'breaker_open', away: true, message: 'the breaker is open', attempts: 0 };

/** The way to the gate: time limit, deadline, one retry, circuit breaker, and what is known of them. */
export class GateLine {
  private readonly wire: GateWire;
  private readonly breaker: GateBreaker;
  private readonly timeoutMs: Ms;
  private readonly deadlineMs: Ms;
  private readonly latencyUs = createHistogram();
  private readonly failures = { timeout: 0, unreachable: 0, bad_status: 0, bad_answer: 0, breaker_open: 0 };
  private requests = 0;
  closed = false;

  /** Throws a `RangeError` on options that are out of bounds. */
  constructor(
    private readonly options: AuroraGateOptions,
    nowMs: () => Ms,
  ) {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, deadlineMs = timeoutMs } = options;
    if (!(timeoutMs > 0 && deadlineMs >= timeoutMs && Number.isFinite(deadlineMs))) {
      throw new RangeError('timeoutMs must be positive and deadlineMs at least as long');
    }
    this.timeoutMs = timeoutMs;
    this.deadlineMs = deadlineMs;
    this.breaker = new GateBreaker(options.breaker ?? {}, nowMs);
    this.wire = new GateWire(options.url, options.token, options.connections ?? 1);
  }

  /** Posts a JSON text; once more when `repeatable`, nobody was there, and the deadline leaves time. */
  async ask(path: GateFailure['path'], json: string, repeatable: boolean): Promise<Outcome> {
    const startedMs = performance.now();
    const leftMs = (): Ms => this.deadlineMs - (performance.now() - startedMs);
    let attempts = 0;
    const once = (): Promise<Reply> => {
      attempts++;
      return this.post(path, json, Math.min(this.timeoutMs, leftMs()));
    };
    const reply = await this.breaker.run(async () => {
      const first = await once();
      const again = 'kind' in first && first.away && repeatable && leftMs() >= 1 && !this.closed;
      return again ? once() : first;
    });
    return reply === undefined ? BREAKER_OPEN : { ...reply, attempts };
  }

  /** Counts a failure and tells of it. */
  failed(path: GateFailure['path'], { kind, status, message, attempts }: Failed, reqId?: string): void {
    this.failures[kind]++;
    this.options.onFailure?.({
      kind,
      path,
      message,
      attempts,
      ...(status !== undefined && { status }),
      ...(reqId !== undefined && { reqId }),
    });
  }

  stats(): GateStats {
    const { count } = this.latencyUs;
    const at = (percentile: number): Ms | null => (count === 0 ? null : this.latencyUs.percentile(percentile) / 1000);
    return {
      latencyMs: { p50: at(50), p99: at(99) },
      requests: this.requests,
      failures: { ...this.failures },
      breaker: this.breaker.state,
    };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.wire.close();
  }

  private async post(path: string, json: string, withinMs: Ms): Promise<Reply> {
    const sentMs = performance.now();
    this.requests++;
    const reply = await this.wire.post(path, json, withinMs);
    if (!('kind' in reply)) this.latencyUs.record(Math.max(1, Math.round((performance.now() - sentMs) * 1000)));
    return reply;
  }
}
