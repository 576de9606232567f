import { type Axis } from '../space/axis';
import { type Space } from '../space/space';
import { type ObservedTrial } from './sampler';

/** Positions of the good trials and of the others, a column for each axis, in the order in which the trials began. */
export interface SplitTrials {
  readonly good: readonly Float64Array[];
  readonly bad: readonly Float64Array[];
  /** Trials that have ended. */
  readonly ended: number;
}

/** A trial on the axes, with its value as the model takes it. */
interface PlacedTrial {
  readonly point: readonly number[];
  readonly value: number | null;
}

/**
 * How many of n ended trials count as good: a tenth, rounded up, at most 25. Watanabe 2023 (arXiv:2304.11127):
 * the linear rule with β = 0.1 and the cap of Hyperopt.
 */
export const goodCount = (ended: number): number => Math.min(Math.ceil(0.1 * ended), 25);

/**
 * Splits trials into the good and the others. A trial that does not lie in the space, because the space has changed, is left
 * out. One without a finite value is never good; of equal values the earlier trial is the better. Running trials count as bad
 * if `constantLiar`, else not at all.
 */
export function splitTrials(
  space: Space,
  axes: readonly Axis[],
  trials: readonly ObservedTrial[],
  constantLiar: boolean,
): SplitTrials {
  const placed = trials.flatMap((trial) => place(space, axes, trial));
  const ended = placed.filter(({ value }) => value !== null).length;
  const ranked = placed
    .filter(({ value }) => value !== null && Number.isFinite(value))
    .sort((a, b) => b.value! - a.value!);
  const good = new Set(ranked.slice(0, goodCount(ended)));
  const isBad = (trial: PlacedTrial) => !good.has(trial) && (trial.value !== null || constantLiar);
  return {
    good: columnsOf(
      axes,
      placed.filter((trial) => good.has(trial)),
    ),
    bad: columnsOf(axes, placed.filter(isBad)),
    ended,
  };
}

const columnsOf = (axes: readonly Axis[], trials: readonly PlacedTrial[]): Float64Array[] =>
  axes.map((_, d) => {
    const column = new Float64Array(trials.length);
    trials.forEach(({ point }, i) => (column[i] = point[d]!));
    return column;
  });

function place(space: Space, axes: readonly Axis[], { params, value }: ObservedTrial): PlacedTrial[] {
  const point = space.map(({ name }, d) => axes[d]!.positionOf(params[name]));
  return point.includes(null) ? [] : [{ point: point as number[], value }];
}

/**
 * Weights of trials by age: the latest 25 count 1, older ones less, down to 1/n for the first. Hyperopt's and Optuna's way
 * to forget slowly; Watanabe 2023 (arXiv:2304.11127).
 */
export function ageWeights(trials: number): Float64Array {
  const old = trials - 25;
  return Float64Array.from({ length: trials }, (_, i) =>
    i >= old ? 1 : old === 1 ? 1 / trials : 1 / trials + ((1 - 1 / trials) * i) / (old - 1),
  );
}
