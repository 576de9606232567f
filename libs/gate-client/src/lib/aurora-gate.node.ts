import type { PosttradeRequest, PretradeCheckRequest } from '@aurora/contracts';
import type { Ms } from '@aurora/kernel';
import type { AuroraGateOptions } from './gate-options';
import type { GateFailureKind, GateVerdict, OrderGate } from './order-gate';

/** What the client has seen so far. */
export interface GateStats {
  /** Time from asking to answer, of answered requests; `null` before the first. */
  readonly latencyMs: { readonly p50: Ms | null; readonly p99: Ms | null };
  /** Requests sent, retries included. */
  readonly requests: number;
  /** Questions and reports that came to nothing. */
  readonly failures: Readonly<Record<GateFailureKind, number>>;
  readonly breaker: 'closed' | 'open' | 'half_open';
}

/** The gate over HTTP. */
export class AuroraGate implements OrderGate {
  constructor(private readonly options: AuroraGateOptions) {}

  check(_request: PretradeCheckRequest): Promise<GateVerdict> {
    throw new Error(`not there yet: ${this.options.url}`);
  }

  report(_outcome: PosttradeRequest): Promise<boolean> {
    throw new Error('not there yet');
  }

  close(): Promise<void> {
    throw new Error('not there yet');
  }

  stats(): GateStats {
    throw new Error('not there yet');
  }
}
