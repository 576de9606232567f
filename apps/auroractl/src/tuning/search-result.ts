import type { Ms } from '@aurora/kernel';
import type { Trial } from '@aurora/tuning';
import type { Measured, Verdict } from './verdict';

/** What came of a search, as its report says it. */
export interface SearchResult {
  readonly trials: readonly Trial[];
  readonly base: Measured;
  /** The trial with the best score that kept the gates on the training stretch; `null` without one. */
  readonly best: { readonly trial: Trial; readonly measured: Measured } | null;
  readonly verdict: Verdict;
  /** False when it was ended before it had as many trials as planned. */
  readonly isComplete: boolean;
  /** What each parameter decides; `null` when too few trials tell. */
  readonly shares: Readonly<Record<string, number>> | null;
  readonly tookMs: Ms;
  /** Of the winner, or of the best trial when it did not win; `null` without one. */
  readonly overlayFile: string | null;
  readonly pictures: {
    readonly history: string;
    readonly importance: string;
    readonly slices: readonly { readonly name: string; readonly file: string }[];
  };
}
