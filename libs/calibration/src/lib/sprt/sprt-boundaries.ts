import { type ConfigOf } from '@aurora/kernel';
import { type sprtConfig } from './sprt-config';

/** Boundaries of the log likelihood ratio. */
export interface SprtBoundaries {
  /** Upper: reaching it accepts H1. */
  readonly a: number;
  /** Lower: reaching it accepts H0. */
  readonly b: number;
}

/**
 * Wald's boundaries A = ln((1−β)/α), B = ln(β/(1−α)) for error rates of at most about α (accepting a false H1) and β
 * (rejecting a true one). They enclose 0 only when α + β < 1. Source: Wald, Sequential Analysis (1947).
 * Throws a `RangeError` when a rate is not strictly between 0 and 1.
 */
export function waldBoundaries(alpha: number, beta: number): SprtBoundaries {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must be in (0, 1), got ${alpha}`);
  if (!(beta > 0 && beta < 1)) throw new RangeError(`beta must be in (0, 1), got ${beta}`);
  return { a: Math.log((1 - beta) / alpha), b: Math.log(beta / (1 - alpha)) };
}

/**
 * Boundaries in force: Wald's when alpha and beta are configured, unless A or B came from the environment; else the
 * configured A and B.
 * @param fromEnv which of A and B the environment set.
 * Throws a `RangeError` when only one of alpha and beta is configured, or when alpha + beta ≥ 1.
 */
export function resolveSprtBoundaries(
  { alpha, beta, A, B }: Pick<ConfigOf<typeof sprtConfig>['sprt'], 'alpha' | 'beta' | 'A' | 'B'>,
  fromEnv: { readonly a: boolean; readonly b: boolean },
): SprtBoundaries {
  if ((alpha === null) !== (beta === null))
    throw new RangeError(`sprt.alpha and sprt.beta are given together or not at all, got ${alpha} and ${beta}`);
  if (alpha === null || beta === null || fromEnv.a || fromEnv.b) return { a: A, b: B };
  if (alpha + beta >= 1) throw new RangeError(`sprt.alpha + sprt.beta must be below 1, got ${alpha + beta}`);
  return waldBoundaries(alpha, beta);
}
