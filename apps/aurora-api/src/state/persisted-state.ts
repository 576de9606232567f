import { type EngineSnapshot } from '@aurora/engine';

export const PERSISTED_VERSION = 1;

/** An overlay in force: what it changes, who put it there, when and why. */
export interface AppliedOverlay {
  readonly overlay: Readonly<Record<string, unknown>>;
  readonly author: string | null;
  readonly reason: string | null;
  readonly applied_at_ms: number;
}

/** What survives a restart. Plain JSON. */
export interface PersistedState {
  readonly format: 'aurora-state';
  readonly version: typeof PERSISTED_VERSION;
  readonly engine: EngineSnapshot;
  /** The configuration the snapshot was made under, as it stands in the log: what is newer in the log is judged by it. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly config_hash: string;
  /** Artifact of the calibrator; `null` for the fixed sigmoid. */
  readonly calibrator: unknown;
  /** SHA-256 (hex) of the ops token an operator rotated to; `null` while the configured one is in force. */
  readonly ops_token_sha256: string | null;
  /** Overlays in the order they were applied; the last one is in force. */
  readonly overlays: readonly AppliedOverlay[];
  /** Session folder whose log goes on where the snapshot ends. */
  readonly session_dir: string;
  /** Last event the snapshot has seen, 19 digits. */
  readonly ts_ns: string;
}
