import type { LoggingConfig } from '@aurora/events';
import type { Fraction, Ms, Quote } from '@aurora/kernel';
import type { HardLimits, Space } from '@aurora/tuning';

/** What a tuner runs with. */
export interface TunerOptions {
  /** Its folder: study, status, log, freeze flag. */
  readonly dir: string;
  /** Session folder whose runner is harvested; `null` when none is known, and then no trial can pass. */
  readonly sessionDir: string | null;
  /** What the returns of the shadow account are fractions of. */
  readonly equityUsdt: Quote;
  readonly studyName: string;
  readonly space: Space;
  readonly limits: HardLimits;
  readonly exploreRatio: Fraction;
  readonly ttlMs: Ms;
  readonly heartbeatMs: Ms;
  readonly minDecisions: number;
  readonly seed: number;
  readonly startupTrials: number;
  readonly multivariate: boolean;
  /** 0 takes any free one; `null` serves no metrics. */
  readonly metricsPort: number | null;
  readonly logging: Omit<LoggingConfig, 'sessionDir'>;
}

export const TUNER_OPTIONS = Symbol('tuner options');
/** Writes one JSON line to standard output. */
export const WRITE_LINE = Symbol('write line');
export type WriteLine = (value: object) => void;
