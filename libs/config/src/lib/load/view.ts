import { type ConfigProblem, type ConfigSource } from '../config-error';

/** Where an effective value came from. */
export interface Provenance {
  readonly source: ConfigSource;
  /** File with line and column, overlay name, environment name; for a default what it follows from, or `default`. */
  readonly where: string;
}

/** The effective values while they are being settled: rules read them by path. */
export interface ConfigView {
  readonly get: (path: string) => unknown;
  readonly provenance: (path: string) => Provenance;
}

/** A value that is put in the place of the one that was read. */
export interface Derived {
  readonly path: string;
  readonly value: unknown;
  /** What it follows from, when it stands in for a default; without it the value is another spelling of what was read. */
  readonly from?: string;
}

/** Keys that an overlay may not touch. */
export interface OverlayRefusal {
  /** A section, or one key. */
  readonly path: string;
  readonly reason: string;
}

/** A check over several keys. It runs only while none of the keys it reads has a problem of its own. */
export interface CrossCheck {
  readonly reads: readonly string[];
  readonly check: (view: ConfigView) => readonly Omit<ConfigProblem, 'source' | 'where'>[];
}

/** Something worth saying that stops nothing. */
export interface ConfigDiagnostic {
  readonly code:
    'no_config_file' | 'unknown_env' | 'overruled_by_env' | 'secret_in_file' | 'example_token' | 'risky_in_live';
  readonly message: string;
}
