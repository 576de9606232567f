/** A value of a parameter. */
export type ParamValue = number | string | boolean;

/** One value for each dimension of a space, by its name. */
export type Params = Readonly<Record<string, ParamValue>>;

interface Interval {
  readonly name: string;
  /** Least value, taken itself too. */
  readonly low: number;
  /** Largest value, taken itself too; equal to `low` it is the only one. */
  readonly high: number;
  /** Whether equal ratios, not equal differences, are equally far. Wants `low` > 0 and goes with no step. */
  readonly log?: boolean;
  /** Distance of the values from `low` on; `high` is one of them. */
  readonly step?: number;
}

/** Real numbers of an interval; with a step the multiples of it above `low`. */
export interface FloatDimension extends Interval {
  readonly type: 'float';
}

/** Integers of an interval; the step is 1 when not given. */
export interface IntDimension extends Interval {
  readonly type: 'int';
}

/** A closed list of values without an order. */
export interface CategoricalDimension {
  readonly type: 'categorical';
  readonly name: string;
  /** At least one, each once. */
  readonly choices: readonly ParamValue[];
}

/** One parameter and what it may be. */
export type Dimension = FloatDimension | IntDimension | CategoricalDimension;

/** The parameters of a search, each name once. `parseSpace` makes one of what was read from a file. */
export type Space = readonly Dimension[];
