import { percentileOfSorted } from '@aurora/kernel';
import type { BookDelta } from './book-deltas';

/** Latency that stands for "never replenished". */
const NO_PAIR_MS = 1000;

/**
 * TRAP inputs from raw book deltas.
 *
 * ratio = Σcancel⁺ / max(1e-6, Σcancel⁺ + Σadd⁺), in [0, 1]; 0 without deltas. latencyMs = median time from a cancel to
 * the next add at the same side and price, 1000 when no cancel is followed by one. A delta that is not positive counts
 * for nothing. The order of equal times is the order given.
 */
export function trapFromDeltas(deltas: readonly BookDelta[]): { ratio: number; latencyMs: number } {
  const inOrder = deltas.filter((delta) => delta.size > 0).sort((a, b) => a.tsMs - b.tsMs);
  const nextAddMs = new Map<string, number>();
  const waits: number[] = [];
  let cancelled = 0;
  let added = 0;
  for (let i = inOrder.length - 1; i >= 0; i--) {
    const { kind, side, ticks, tsMs, size } = inOrder[i]!;
    const level = `${side}${ticks}`;
    if (kind === 'add') {
      added += size;
      nextAddMs.set(level, tsMs);
      continue;
    }
    cancelled += size;
    const replenishedMs = nextAddMs.get(level);
    if (replenishedMs !== undefined) waits.push(replenishedMs - tsMs);
  }
  waits.sort((a, b) => a - b);
  return {
    ratio: cancelled / Math.max(1e-6, cancelled + added),
    latencyMs: waits.length === 0 ? NO_PAIR_MS : percentileOfSorted(waits, 0.5),
  };
}
