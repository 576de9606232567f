import { SortedWindow } from '@aurora/kernel';

/** Plain, JSON-safe state. */
export interface TransitionDetectorState {
  readonly last: readonly number[] | null;
  /** Sizes of past changes, oldest first. */
  readonly changes: readonly number[];
}

/** Verdict on one change. */
export interface Transition {
  /** Size of the change above its rolling median, in rolling standard deviations; 0 without enough history. */
  readonly zNorm: number;
  /** The change is far larger than the recent ones. */
  readonly transition: boolean;
}

/** Changes remembered. */
const WINDOW = 240;
/** Changes needed before a verdict. */
const MIN_HISTORY = 30;
/** A change this many spreads above the median is a transition: about 1 in 600 for a normal random walk. */
export const TRANSITION_Z = 4;
/** Interquartile range of a standard normal distribution. */
const NORMAL_IQR = 1.3489795003921634;
/** Least spread relative to the median change, and to |z|: a constant or evenly stepping history is no microscope. */
const FLOOR_OF_MEDIAN = 0.05;
const FLOOR_OF_LEVEL = 1e-9;
const MAX_DIMENSIONS = 64;
const QUIET: Transition = { zNorm: 0, transition: false };

/**
 * Tells when a number or vector jumps: the Euclidean norm of its change against the median and the spread (interquartile
 * range, scaled to a standard deviation) of the last 240 changes before this one. Holds 240 numbers and one vector; a
 * step costs O(log 240 + dimensions). A vector of another length starts over.
 */
export class TransitionDetector {
  private changes = new SortedWindow(WINDOW);
  private last: readonly number[] | null;

  /** Throws a `RangeError` when the state holds a number that is not finite. */
  constructor(state: TransitionDetectorState = { last: null, changes: [] }) {
    if (state.last !== null) normOf(state.last);
    this.last = state.last;
    for (const change of state.changes) this.changes.push(change);
  }

  /** Throws a `RangeError`, and keeps its state, on an empty or too long vector (64), or a norm that is not finite. */
  observe(z: number | readonly number[]): Transition {
    const point = typeof z === 'number' ? [z] : [...z];
    const level = normOf(point);
    const { last } = this;
    if (last === null || last.length !== point.length) {
      this.last = point;
      this.changes = new SortedWindow(WINDOW);
      return QUIET;
    }
    const change = normOf(point.map((value, i) => value - last[i]!));
    const verdict = this.judge(change, level);
    this.last = point;
    this.changes.push(change);
    return verdict;
  }

  exportState(): TransitionDetectorState {
    return { last: this.last === null ? null : [...this.last], changes: this.changes.values() };
  }

  private judge(change: number, level: number): Transition {
    if (this.changes.size < MIN_HISTORY) return QUIET;
    const median = this.changes.percentile(0.5);
    const spread = (this.changes.percentile(0.75) - this.changes.percentile(0.25)) / NORMAL_IQR;
    const floor = Math.max(FLOOR_OF_MEDIAN * median, FLOOR_OF_LEVEL * Math.max(1, level));
    const zNorm = (change - median) / Math.max(spread, floor);
    return { zNorm, transition: zNorm >= TRANSITION_Z };
  }
}

function normOf(vector: readonly number[]): number {
  if (vector.length === 0 || vector.length > MAX_DIMENSIONS)
    throw new RangeError(`z must have 1 to ${MAX_DIMENSIONS} numbers, got ${vector.length}`);
  let squares = 0;
  for (const value of vector) squares += value * value;
  const norm = Math.sqrt(squares);
  if (!Number.isFinite(norm)) throw new RangeError(`z must have a finite norm, got ${norm}`);
  return norm;
}
