import type {
  GateCountersAnswer,
  HealthAnswer,
  ModelStatus,
  OpsStateAnswer,
  OrchestratorStatusAnswer,
  OverlayAnswer,
  ReadinessAnswer,
  RiskSnapshotAnswer,
  VersionAnswer,
} from '@aurora/contracts';
import type { Denial } from '../gate/denials';
import type { NotShown } from '../gate/gate-part';
import type { Concern } from './concerns';

/** What a gate is doing, as `auroractl status --json` says it. A part that could not be had is `null` and named in `not_shown`. */
export interface GateStatus {
  readonly up: true;
  /** Nothing is wrong. */
  readonly fine: boolean;
  readonly concerns: readonly Concern[];
  readonly url: string;
  readonly checked_at: string;
  readonly health: HealthAnswer['status'];
  readonly version: VersionAnswer;
  readonly started_at: string | null;
  readonly mode: OpsStateAnswer['mode'] | null;
  readonly armed: boolean;
  readonly trading_state: OpsStateAnswer['trading_state'];
  readonly health_state: HealthState;
  readonly guard: GuardDetails | null;
  readonly decisions_15m: Decisions | null;
  /** The gate's own time, 99th percentile of the last one to two minutes; `null` without decisions. */
  readonly latency_p99_ms: number | null;
  readonly event_log: EventLog;
  readonly models: readonly ModelStatus[] | null;
  /** Symbols whose last 200 probabilities were all 0.5. */
  readonly neutral_symbols: readonly string[];
  readonly overlay: OverlayAnswer | null;
  readonly tuner: OrchestratorStatusAnswer | null;
  readonly risk: RiskSnapshotAnswer | null;
  readonly clock_offset_s: number | null;
  readonly not_shown: readonly NotShown[];
}

/** A gate that does not answer. */
export interface GateDown {
  readonly up: false;
  readonly fine: false;
  readonly checked_at: string;
  readonly error: string;
}

export const HEALTH_STATES = ['ok', 'warn', 'cool_off', 'halt'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];
export const TRADING_STATES = ['ACTIVE', 'REDUCING', 'HALTED'] as const;

/** What only operators are told of the guard. */
export interface GuardDetails {
  readonly cooloff_left_ms: number | null;
  readonly kill_switch_left_ms: number | null;
  readonly warns_5m: number;
  readonly p95_ms: number | null;
}

export interface Decisions extends Omit<GateCountersAnswer, 'by_reason'> {
  readonly denials: readonly Denial[];
}

export interface EventLog {
  readonly queue_depth: number | null;
  /** Lines that will never be written, since the start; those held back on purpose are not counted. */
  readonly lost: number;
  /** `null` when only operators are told. */
  readonly readiness: ReadinessAnswer | null;
}
