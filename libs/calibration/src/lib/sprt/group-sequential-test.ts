import { type AlphaSpending } from './alpha-spending';
import { groupSequentialBoundaries } from './group-sequential-boundaries';
import { type SprtDecision } from './sprt-gaussian';

/** Hypotheses, error rate and looks of a composite test. */
export interface GroupSequentialParams {
  /** Largest mean under H0; H1 is every mean above it. */
  readonly mu0: number;
  /** Known standard deviation of one sample, > 0. */
  readonly sigma: number;
  /** Probability of accepting H1 at any look while the mean is `mu0`, in (0, 1). */
  readonly alpha: number;
  readonly spending: AlphaSpending;
  /** Sample counts at which the test looks: ascending integers ≥ 1; the last one ends it. */
  readonly looks: readonly number[];
}

/** Answer of one run. */
export interface GroupSequentialResult {
  /** ACCEPT: H1 at this look. REJECT: the last look passed without it. CONTINUE: the samples ended before that. */
  readonly decision: SprtDecision;
  /** Looks taken. */
  readonly looks: number;
  /** Standardised statistic and boundary at the last look taken; null before the first. */
  readonly z: number | null;
  readonly bound: number | null;
  /** Error rate spent so far. */
  readonly alphaSpent: number;
  /** Samples used. */
  readonly nObs: number;
}

/**
 * Tests a composite alternative (mean above `mu0`, by whatever amount) at a fixed list of looks, with the error rate
 * spent as a Pocock or O'Brien–Fleming type function lays down. Built once, it runs over any number of sample lists.
 * Throws a `RangeError` when a parameter is out of range.
 */
export class GroupSequentialTest {
  private readonly bounds: readonly number[];
  private readonly spent: readonly number[];

  constructor(private readonly params: GroupSequentialParams) {
    const { mu0, sigma, looks, alpha, spending } = params;
    if (!Number.isFinite(mu0)) throw new RangeError(`mu0 must be finite, got ${mu0}`);
    if (!(sigma > 0 && sigma < Infinity)) throw new RangeError(`sigma must be positive and finite, got ${sigma}`);
    if (!looks.every(Number.isInteger)) throw new RangeError(`looks must be integers, got ${looks.join(', ')}`);
    const fractions = looks.map((n) => n / looks.at(-1)!);
    const boundaries = groupSequentialBoundaries({ alpha, spending, fractions });
    this.bounds = boundaries.z;
    this.spent = boundaries.alphaSpent;
  }

  /** Runs over the samples in order. Throws a `RangeError` on a sample that is not finite. */
  run(samples: ArrayLike<number>): GroupSequentialResult {
    const { mu0, sigma, looks } = this.params;
    let sum = 0;
    let look = 0;
    let z: number | null = null;
    for (let i = 0; i < samples.length && look < looks.length; i++) {
      sum += samples[i]! - mu0;
      if (!Number.isFinite(sum)) throw new RangeError(`sample ${i} makes the sum ${sum}: ${samples[i]}`);
      if (i + 1 < looks[look]!) continue;
      z = sum / (sigma * Math.sqrt(i + 1));
      look++;
      if (z >= this.bounds[look - 1]!) return this.answer('ACCEPT', look, z, i + 1);
    }
    if (look === looks.length) return this.answer('REJECT', look, z, looks.at(-1)!);
    return this.answer('CONTINUE', look, z, samples.length);
  }

  private answer(decision: SprtDecision, looks: number, z: number | null, nObs: number): GroupSequentialResult {
    const bound = looks === 0 ? null : this.bounds[looks - 1]!;
    return { decision, looks, z, bound, alphaSpent: looks === 0 ? 0 : this.spent[looks - 1]!, nObs };
  }
}
