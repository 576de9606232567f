import { FLIP_KINDS, type FlipKind } from './flips';

const MINUTE_MS = 60_000;
const MAX_BUCKETS = 60;
/** Lengths that people read easily, in minutes. */
const LENGTHS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 720, 1440];

type Counts = Record<FlipKind, number> & { decisions: number };

/** Decisions and flips of one stretch of time. */
export interface FlipBucket extends Readonly<Counts> {
  readonly startMs: number;
}

/** Counts flips by minute. */
export class FlipTimes {
  private readonly minutes = new Map<number, Counts>();

  add(nowMs: number, kind: FlipKind | null): void {
    const minute = Math.floor(nowMs / MINUTE_MS);
    let counts = this.minutes.get(minute);
    if (counts === undefined) this.minutes.set(minute, (counts = none()));
    counts.decisions++;
    if (kind !== null) counts[kind]++;
  }

  /** Stretches of equal length, at most 60, those without decisions included. */
  buckets(): { readonly lengthMs: number; readonly buckets: readonly FlipBucket[] } {
    const minutes = [...this.minutes.keys()].sort((a, b) => a - b);
    const [first, last] = [minutes[0], minutes.at(-1)];
    if (first === undefined || last === undefined) return { lengthMs: MINUTE_MS, buckets: [] };
    const span = last - first + 1;
    const length = LENGTHS.find((each) => span / each <= MAX_BUCKETS - 1) ?? Math.ceil(span / (MAX_BUCKETS - 1));
    const from = Math.floor(first / length);
    const buckets = Array.from({ length: Math.floor(last / length) - from + 1 }, (_, index) => ({
      startMs: (from + index) * length * MINUTE_MS,
      ...none(),
    }));
    for (const [minute, counts] of this.minutes) {
      const bucket = buckets[Math.floor(minute / length) - from]!;
      bucket.decisions += counts.decisions;
      for (const kind of FLIP_KINDS) bucket[kind] += counts[kind];
    }
    return { lengthMs: length * MINUTE_MS, buckets };
  }
}

const none = (): Counts => ({ decisions: 0, allow_to_deny: 0, deny_to_allow: 0, other_reason: 0, max_qty: 0 });
