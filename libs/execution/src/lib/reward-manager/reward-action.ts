import type { Bps, Fraction } from '@aurora/kernel';
import type { StopKind } from './reward-position';

export type RewardExitReason = 'stop' | 'target' | 'max_r' | 'timeout' | 'no_progress';

/** What to do with a position. */
export type RewardAction =
  /** Close all of it at market; `stopKind` says which stop was hit, `null` for the other reasons. */
  | { readonly kind: 'exit'; readonly reason: RewardExitReason; readonly stopKind: StopKind | null }
  /** Take profit on a part: `qty` is `qtyFraction` of what was opened, at most what is held, not yet rounded to lots. */
  | { readonly kind: 'reduce'; readonly level: number; readonly qtyFraction: Fraction; readonly qty: number }
  | { readonly kind: 'move_stop'; readonly why: 'breakeven' | 'trail'; readonly stopPrice: number }
  /** Add to it: `qty` is `qtyFraction` of what was opened, not yet rounded to lots. */
  | { readonly kind: 'scale_in'; readonly count: number; readonly qtyFraction: Fraction; readonly qty: number }
  | { readonly kind: 'hold' };

/** The market as a position sees it. */
export interface RewardView {
  readonly bid: number;
  readonly ask: number;
  /** Average true range, bps; without a positive number nothing trails. */
  readonly atrBps: Bps | null;
  /** Fees of entry and exit together, bps; without a number the stop does not move to breakeven. */
  readonly feesBps: Bps | null;
}
