import type { AnswerFlags } from '../cli/answer';

/** Flags of an offline `tune`. */
export interface TuneFlags extends AnswerFlags {
  readonly recording: readonly string[];
  readonly trials: number;
  readonly workers?: number;
  readonly seed?: number;
  /** Share of each recording that is held out, 0..1. */
  readonly holdout: number;
  readonly out?: string;
  readonly study: string;
  readonly space?: string;
  readonly overlay?: string;
  readonly symbols?: readonly string[];
  readonly minDecisions?: number;
  /** ms. */
  readonly timeLimit?: number;
  readonly resume?: boolean;
}
