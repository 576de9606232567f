import { type Params, type Space } from '../space/space';

/** Something to search, whose best value is known or can be estimated: what samplers are measured on. */
export interface Objective {
  readonly name: string;
  readonly space: Space;
  /** The value without noise; higher is better. */
  value(params: Params): number;
  /** Standard deviation of the noise that a trial sees on top of it; 0 for none. */
  readonly noise: number;
  /** Trials of one search. */
  readonly trials: number;
}

/** The numbers of some parameters, in order. */
export const numbersOf = (params: Params, names: readonly string[]): number[] =>
  names.map((name) => Number(params[name]));
