import type { Ms } from '@aurora/kernel';
import type { OutcomeSample } from './trade-outcome';

/** Outcomes for the fit and, after them in time, outcomes to judge it by. */
export interface TimeSplit {
  /** Closed at the cut or before, in order of opening. */
  readonly training: readonly OutcomeSample[];
  /** Opened after the cut, in order of opening. */
  readonly heldOut: readonly OutcomeSample[];
  /** Opened at the cut or before and closed after it: in neither, for they know both sides. */
  readonly purged: number;
  /** Null without outcomes. */
  readonly cutMs: Ms | null;
}

/**
 * Splits the outcomes known by a moment at a point in time. The cut leaves the given share of them, rounded down, after it
 * (those opened in the same ms as the first of them stay before it), and lies nowhere before `notBeforeMs`. Outcomes that
 * closed later than `nowMs` do not exist yet. Source: purging, López de Prado, Advances in Financial Machine Learning
 * (2018), chapter 7.
 */
export function splitByTime(
  samples: readonly OutcomeSample[],
  { nowMs, share, notBeforeMs }: { readonly nowMs: Ms; readonly share: number; readonly notBeforeMs: Ms },
): TimeSplit {
  const known = samples
    .filter(({ closedMs }) => closedMs <= nowMs)
    .sort((a, b) => a.openedMs - b.openedMs || a.closedMs - b.closedMs);
  if (known.length === 0) return { training: [], heldOut: [], purged: 0, cutMs: null };
  const last = Math.max(0, known.length - Math.floor(share * known.length) - 1);
  const cutMs = Math.max(known[last]!.openedMs, notBeforeMs);
  const training = known.filter(({ closedMs }) => closedMs <= cutMs);
  const heldOut = known.filter(({ openedMs }) => openedMs > cutMs);
  return { training, heldOut, purged: known.length - training.length - heldOut.length, cutMs };
}
