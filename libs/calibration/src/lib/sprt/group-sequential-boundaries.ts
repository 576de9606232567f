import { normalCdf, normalPdf, normalQuantile } from '../normal-distribution';
import { alphaSpent, type AlphaSpending } from './alpha-spending';
import { simpsonNodes } from './simpson-nodes';

/** Below this an error rate is not worth a boundary: the look cannot stop the test, its rate passes to the next one. */
const LEAST_SPEND = 1e-13;
const WIDEST_Z = 40;

/** Looks of a one-sided test and how its error rate is spent over them. */
export interface GroupSequentialDesign {
  /** Total one-sided error rate, in (0, 1). */
  readonly alpha: number;
  readonly spending: AlphaSpending;
  /** Information at each look as a fraction of the plan: ascending, in (0, 1]. */
  readonly fractions: readonly number[];
}

/** Boundary and spent error rate, one of each per look. */
export interface GroupSequentialBoundaries {
  /** Upper boundary of the standardised statistic Z at each look; Infinity where the look cannot stop the test. */
  readonly z: readonly number[];
  /** Error rate spent up to and including each look. */
  readonly alphaSpent: readonly number[];
}

/** Part of the density of Z that has not crossed yet: nodes and density times integration weight. */
interface SubDensity {
  readonly z: Float64Array;
  readonly mass: Float64Array;
}

/**
 * One-sided boundaries that spend the error rate exactly as designed, whatever the spacing of the looks, by recursive
 * numerical integration. Sources: Armitage, McPherson & Rowe (1969); Jennison & Turnbull, Group Sequential Methods
 * (2000), chapter 19.
 * Throws a `RangeError` on an empty, non-ascending or out-of-range list of fractions, or an alpha outside (0, 1).
 */
export function groupSequentialBoundaries(design: GroupSequentialDesign): GroupSequentialBoundaries {
  checkFractions(design.fractions);
  const spent = design.fractions.map((fraction) => alphaSpent(design.spending, design.alpha, fraction));
  const z: number[] = [];
  let alive: SubDensity = { z: Float64Array.of(0), mass: Float64Array.of(1) };
  let previous = 0;
  let used = 0;
  design.fractions.forEach((fraction, look) => {
    const step: Step = {
      root: Math.sqrt(fraction),
      rootBefore: Math.sqrt(previous),
      sd: Math.sqrt(fraction - previous),
    };
    const spend = spent[look]! - used;
    const bound = boundSpending(alive, step, spend);
    if (bound < Infinity) used = spent[look]!;
    z.push(bound);
    alive = survivors(alive, step, bound);
    previous = fraction;
  });
  return { z, alphaSpent: spent };
}

/** From one look to the next, on the scale of Brownian motion B(t) = √t·Z. */
interface Step {
  readonly root: number;
  readonly rootBefore: number;
  readonly sd: number;
}

/** Boundary that the surviving paths cross with probability `spend`; the probability falls in the boundary. */
function boundSpending(alive: SubDensity, step: Step, spend: number): number {
  if (spend < LEAST_SPEND) return Infinity;
  if (step.rootBefore === 0) return -normalQuantile(spend);
  let low = -WIDEST_Z;
  let high = WIDEST_Z;
  for (let middle = 0; middle > low && middle < high && high - low > 1e-12; middle = (low + high) / 2) {
    if (crossing(alive, step, middle) > spend) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function crossing({ z, mass }: SubDensity, { root, rootBefore, sd }: Step, bound: number): number {
  let probability = 0;
  for (let i = 0; i < z.length; i++) probability += mass[i]! * normalCdf((rootBefore * z[i]! - root * bound) / sd);
  return probability;
}

function survivors(before: SubDensity, { root, rootBefore, sd }: Step, bound: number): SubDensity {
  const nodes = simpsonNodes(bound);
  const mass = nodes.z.map((z, node) => {
    let density = 0;
    for (let i = 0; i < before.z.length; i++)
      density += before.mass[i]! * normalPdf((root * z - rootBefore * before.z[i]!) / sd);
    return (nodes.weight[node]! * density * root) / sd;
  });
  return { z: nodes.z, mass };
}

function checkFractions(fractions: readonly number[]): void {
  if (fractions.length === 0) throw new RangeError('fractions must not be empty');
  fractions.forEach((fraction, look) => {
    const before = look === 0 ? 0 : fractions[look - 1]!;
    if (!(fraction > before && fraction <= 1))
      throw new RangeError(`fractions[${look}] must be above ${before} and at most 1, got ${fraction}`);
  });
}
