import type { TcpConnection } from './tcp/tcp-connection';
import type { Stage } from './event-watch';

/** An event as a proof shows it: what identifies it, and the few details that matter. */
export type EventGlance = Readonly<Record<string, unknown>>;

/** The outcome of a proof; docs/schemas/full-e2e-proof.schema.json describes it. */
export interface ProofDocument {
  readonly who: string;
  /** When the evidence was taken, ISO 8601 in UTC. */
  readonly ts: string;
  readonly processes: {
    readonly api: { readonly health: boolean; readonly metrics: boolean; readonly trading_state: string | null };
    readonly runner: {
      readonly up: boolean;
      readonly pid: number | null;
      readonly ws_tcp: readonly TcpConnection[];
      /** Frames of market data taken in while evidence was taken. */
      readonly fresh_frames: number;
    };
    readonly optuna: { readonly running: boolean; readonly pid: number | null };
  };
  readonly overlay_active: {
    readonly symbols: readonly string[];
    readonly z_threshold: number | null;
    readonly enr_threshold_bps: number | null;
    readonly triage: boolean;
  };
  /** The last events of each stage, oldest first. */
  readonly xai_tail: Readonly<Record<Stage, readonly EventGlance[]>>;
  readonly sli: {
    readonly deny_rate_15m: number | null;
    readonly latency_p99_ms: number | null;
    /** `null`: no calibrator that states one is in use yet. */
    readonly ece: number | null;
    /** `null`: no realised return yet. */
    readonly cvar95_min: number | null;
  };
  readonly optuna: { readonly heartbeat_ok: boolean; readonly param_tail: readonly EventGlance[] };
  readonly verdict: 'PASS' | 'FAIL';
  /** Each missing piece by its stable name; empty exactly when the verdict is PASS. */
  readonly missing: readonly string[];
  /** What a reader should know: why something failed, and what a number that is `null` means. */
  readonly notes: readonly string[];
  readonly session_dir: string;
  readonly took_s: number;
}

/** What was found, before it is judged. */
export type Evidence = Omit<ProofDocument, 'verdict' | 'missing' | 'notes'>;
