import { Decimal } from '@aurora/kernel';
import { stepOf } from './parse-space';
import { type CategoricalDimension, type Dimension, type ParamValue } from './space';

/**
 * A dimension as the samplers see it: values lie at positions. On a numeric axis these are in [0, 1], and a grid of values
 * tiles that interval with cells, one around each; on an axis of choices they are the indices 0, 1, ….
 */
export type Axis = NumericAxis | ChoiceAxis;

/** Positions of a float or an integer. */
export interface NumericAxis {
  readonly kind: 'continuous' | 'grid';
  /** `null` for a value that does not lie in the dimension. */
  positionOf(value: ParamValue | undefined): number | null;
  /** The value at a position; on a grid the one whose cell the position lies in. */
  valueAt(position: number): number;
  /** The two ends of the cell of a position; on a continuous axis both are the position. */
  cellAt(position: number): readonly [number, number];
}

/** Positions of a choice. */
export interface ChoiceAxis {
  readonly kind: 'choice';
  readonly count: number;
  positionOf(value: ParamValue | undefined): number | null;
  valueAt(position: number): ParamValue;
}

/** The axis of a dimension that `parseSpace` has passed. */
export function axisOf(dimension: Dimension): Axis {
  if (dimension.type === 'categorical') return choiceAxis(dimension);
  const { low, high, log = false } = dimension;
  const step = stepOf(dimension);
  if (low === high) return grid(low, 1, 1, () => low);
  if (step === null) return continuous(low, high, log && Math.log(low) < Math.log(high));
  if (log) return logGrid(low, high);
  const count = Math.round((high - low) / step) + 1;
  return grid(low, step, count, (k) => new Decimal(step).times(k).plus(low).toNumber());
}

const choiceAxis = ({ choices }: CategoricalDimension): ChoiceAxis => ({
  kind: 'choice',
  count: choices.length,
  positionOf: (value) => {
    const index = choices.indexOf(value as ParamValue);
    return index < 0 ? null : index;
  },
  valueAt: (position) => choices[position]!,
});

const isWithin = (value: ParamValue | undefined, low: number, high: number): value is number =>
  typeof value === 'number' && value >= low && value <= high;

function continuous(low: number, high: number, log: boolean): NumericAxis {
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high];
  return {
    kind: 'continuous',
    positionOf: (value) =>
      isWithin(value, low, high) ? clip(((log ? Math.log(value) : value) - from) / (to - from), 0, 1) : null,
    valueAt: (position) => {
      const at = from + position * (to - from);
      return clip(log ? Math.exp(at) : at, low, high);
    },
    cellAt: (position) => [position, position],
  };
}

function grid(low: number, step: number, count: number, nth: (k: number) => number): NumericAxis {
  const high = nth(count - 1);
  const cell = (position: number) => clip(Math.floor(position * count), 0, count - 1);
  return {
    kind: 'grid',
    positionOf: (value) => (isWithin(value, low, high) ? (Math.round((value - low) / step) + 0.5) / count : null),
    valueAt: (position) => nth(cell(position)),
    cellAt: (position) => [cell(position) / count, (cell(position) + 1) / count],
  };
}

/** Integers with cells between the logarithms of the halves beside them. */
function logGrid(low: number, high: number): NumericAxis {
  const from = Math.log(low - 0.5);
  const width = Math.log(high + 0.5) - from;
  const at = (value: number) => clip((Math.log(value) - from) / width, 0, 1);
  const valueAt = (position: number) => clip(Math.round(Math.exp(from + position * width)), low, high);
  return {
    kind: 'grid',
    positionOf: (value) => (isWithin(value, low, high) ? at(Math.round(value)) : null),
    valueAt,
    cellAt: (position) => {
      const value = valueAt(position);
      return [at(value - 0.5), at(value + 0.5)];
    },
  };
}

const clip = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
