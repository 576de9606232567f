import type { Ms } from '@aurora/kernel';
import type { Json } from '../journal/journal-record';
import type { BrokenGate } from '../score/hard-gates';
import type { Params } from '../space/space';

/**
 * `running`: asked and not told; `passed`: has a score and kept every hard gate; `rejected`: broke one; `failed`: could not
 * be run to its end; `stale`: nobody has been heard of it any more; `foreign`: complete, but told by a program that knows
 * no hard gates, so its parameters are never taken for the best.
 */
export type TrialStatus = 'running' | 'passed' | 'rejected' | 'failed' | 'stale' | 'foreign';

/** One set of parameters and what came of it. */
export interface Trial {
  /** Counted over the study, from 0. */
  readonly number: number;
  readonly params: Params;
  readonly status: TrialStatus;
  /** Of a trial that was run to its end, also of one that a hard gate rejected. */
  readonly score: number | null;
  readonly startedMs: Ms | null;
  /** When it was last heard of. */
  readonly heartbeatMs: Ms | null;
  readonly endedMs: Ms | null;
  /** Number of the stale trial whose parameters these are; `null` for new ones. */
  readonly repeats: number | null;
  /** What was told beside the score, by snake_case names. */
  readonly attributes: Readonly<Record<string, Json>>;
}

/** What is told of a trial that has ended. */
export type TrialOutcome =
  | { readonly kind: 'passed'; readonly score: number; readonly attributes?: Readonly<Record<string, Json>> }
  | {
      readonly kind: 'rejected';
      readonly score: number;
      readonly broken: readonly BrokenGate[];
      readonly attributes?: Readonly<Record<string, Json>>;
    }
  | { readonly kind: 'failed'; readonly reason: string };
