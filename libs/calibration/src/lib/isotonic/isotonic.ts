import { checkFitColumns } from '../samples';
import { ascendingOrder } from './ascending-order';
import { interpolateKnots } from './interpolate-knots';

/** Knots of a non-decreasing, piecewise linear function: `x` strictly ascending, `y` not descending, one length ≥ 1. */
export interface IsotonicModel {
  readonly kind: 'isotonic';
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * Fits the non-decreasing function with the least weighted squared error (pool adjacent violators, O(n log n)).
 * Equal scores are pooled into their weighted mean first; points of weight 0 do not count. Agrees with scikit-learn's
 * `IsotonicRegression(increasing=True, out_of_bounds='clip')`. Source: Barlow et al., Statistical Inference under Order
 * Restrictions (1972).
 * @param labels outcomes in [0, 1].
 * @param weights not negative; null: all 1.
 * Throws a `RangeError` naming the column and the index on lengths that differ, no point, or a number out of range.
 */
export function fitIsotonic(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
): IsotonicModel {
  checkFitColumns(scores, labels, weights);
  const points = poolTies(scores, labels, weights);
  return knotsOf(points.x, poolViolators(points));
}

/** Value at a score: linear between knots, the end value outside; throws a `RangeError` on NaN. */
export const predictIsotonic = (model: IsotonicModel, score: number): number =>
  interpolateKnots(model.x, model.y, score);

/** Distinct scores, ascending, with the weighted sum of labels and the sum of weights at each. */
interface Points {
  readonly x: Float64Array;
  readonly sums: Float64Array;
  readonly totals: Float64Array;
}

function poolTies(scores: ArrayLike<number>, labels: ArrayLike<number>, weights: ArrayLike<number> | null): Points {
  const column = new Float64Array(scores);
  const order = ascendingOrder(column);
  const x = new Float64Array(order.length);
  const sums = new Float64Array(order.length);
  const totals = new Float64Array(order.length);
  let distinct = 0;
  for (let i = 0; i < order.length; i++) {
    const index = order[i]!;
    const weight = weights === null ? 1 : weights[index]!;
    if (weight === 0) continue;
    if (distinct === 0 || column[index] !== x[distinct - 1]) x[distinct++] = column[index]!;
    sums[distinct - 1]! += weight * labels[index]!;
    totals[distinct - 1]! += weight;
  }
  return { x: x.subarray(0, distinct), sums, totals };
}

interface Blocks {
  readonly count: number;
  /** Index of the first point of each block. */
  readonly first: Uint32Array;
  /** Weighted mean of each block, ascending. */
  readonly mean: Float64Array;
}

/** Merges blocks from the left until their means ascend; `sums` and `totals` serve as the stack of blocks. */
function poolViolators({ x, sums, totals }: Points): Blocks {
  const first = new Uint32Array(x.length);
  const mean = new Float64Array(x.length);
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    let sum = sums[i]!;
    let total = totals[i]!;
    let start = i;
    while (count > 0 && mean[count - 1]! >= sum / total) {
      count--;
      sum += sums[count]!;
      total += totals[count]!;
      start = first[count]!;
    }
    sums[count] = sum;
    totals[count] = total;
    first[count] = start;
    mean[count++] = sum / total;
  }
  return { count, first, mean };
}

function knotsOf(points: Float64Array, { count, first, mean }: Blocks): IsotonicModel {
  const x: number[] = [];
  const y: number[] = [];
  for (let block = 0; block < count; block++) {
    const start = first[block]!;
    const end = (block + 1 < count ? first[block + 1]! : points.length) - 1;
    x.push(points[start]!);
    y.push(mean[block]!);
    if (end === start) continue;
    x.push(points[end]!);
    y.push(mean[block]!);
  }
  return { kind: 'isotonic', x, y };
}
