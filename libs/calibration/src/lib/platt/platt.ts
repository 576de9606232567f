import { logistic, softplus } from '../logistic';
import { CalibrationFitError, checkBinary, checkFitColumns } from '../samples';

/** p = 1/(1+e^(−(a·score+b))); increasing in the score when a > 0. Platt's own A and B are −a and −b. */
export interface PlattModel {
  readonly kind: 'platt';
  readonly a: number;
  readonly b: number;
}

const MAX_ITERATIONS = 100;
const STEP_TOLERANCE = 1e-11;
/** Scores closer together than this, relative to their size, are one score: a·score+b would drown in rounding. */
const LEAST_RANGE = 1e-9;
const LEAST_ABSOLUTE_RANGE = 1e-100;

/**
 * Fits Platt's sigmoid by maximum likelihood on the regularised targets (N₊+1)/(N₊+2) and 1/(N₋+2), with Newton steps
 * and backtracking. Sources: Platt (1999); Lin, Lin & Weng, A note on Platt's probabilistic outputs for support vector
 * machines, Machine Learning 68 (2007). The slope may come out negative: whoever predicts with it must refuse that.
 * One class only, or one score only (a range below 1e-9 of their size): a = 0 and the mean target everywhere.
 * @param labels 0 or 1.
 * @param weights not negative; null: all 1. N₊ and N₋ are sums of weights.
 * Throws a `RangeError` naming the column and the index on bad input, a `CalibrationFitError` when Newton does not settle.
 */
export function fitPlatt(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
): PlattModel {
  checkFitColumns(scores, labels, weights);
  checkBinary('labels', labels);
  const problem = standardise(scores, labels, weights);
  const { slope, intercept } = minimise(problem);
  const a = slope / problem.scale;
  return { kind: 'platt', a, b: intercept - a * problem.centre };
}

/** Probability at a score; throws a `RangeError` on NaN. */
export function predictPlatt(model: PlattModel, score: number): number {
  if (Number.isNaN(score)) throw new RangeError('score must be a number, got NaN');
  return logistic(model.a * score + model.b);
}

interface Problem {
  /** Scores, centred and scaled so that Newton's matrix is well conditioned whatever their unit. */
  readonly x: Float64Array;
  readonly target: Float64Array;
  readonly weight: Float64Array;
  readonly centre: number;
  readonly scale: number;
  readonly startIntercept: number;
  /** Nothing to learn about the slope: one class, or one score. */
  readonly flat: boolean;
}

function standardise(scores: ArrayLike<number>, labels: ArrayLike<number>, weights: ArrayLike<number> | null): Problem {
  const n = scores.length;
  const weight = weights === null ? new Float64Array(n).fill(1) : Float64Array.from(weights);
  let positives = 0;
  let negatives = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < n; i++) {
    if (weight[i] === 0) continue;
    if (labels[i] === 1) positives += weight[i]!;
    else negatives += weight[i]!;
    low = Math.min(low, scores[i]!);
    high = Math.max(high, scores[i]!);
  }
  const centre = low / 2 + high / 2;
  const oneScore = high - low <= Math.max(LEAST_ABSOLUTE_RANGE, LEAST_RANGE * Math.max(Math.abs(low), Math.abs(high)));
  const scale = oneScore ? 1 : (high - low) / 2;
  const hit = (positives + 1) / (positives + 2);
  const miss = 1 / (negatives + 2);
  return {
    x: Float64Array.from(scores, (score) => (score - centre) / scale),
    target: Float64Array.from(labels, (label) => (label === 1 ? hit : miss)),
    weight,
    centre,
    scale,
    startIntercept: meanTargetLogit(positives, negatives, hit, miss),
    flat: positives === 0 || negatives === 0 || oneScore,
  };
}

function meanTargetLogit(positives: number, negatives: number, hit: number, miss: number): number {
  const ones = positives * hit + negatives * miss;
  return Math.log(ones / (positives + negatives - ones));
}

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

function minimise(problem: Problem): Line {
  let line: Line = { slope: 0, intercept: problem.startIntercept };
  if (problem.flat) return line;
  let loss = lossAt(problem, line);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const step = newtonStep(problem, line);
    const size = Math.abs(step.slope) + Math.abs(step.intercept);
    if (size <= STEP_TOLERANCE * (1 + Math.abs(line.slope) + Math.abs(line.intercept))) return line;
    line = backtrack(problem, line, loss, step);
    loss = lossAt(problem, line);
  }
  throw new CalibrationFitError(`Platt scaling did not settle in ${MAX_ITERATIONS} Newton steps`);
}

interface Step extends Line {
  /** Change of the loss per unit of step, negative. */
  readonly descent: number;
}

function newtonStep({ x, target, weight }: Problem, { slope, intercept }: Line): Step {
  let g1 = 0;
  let g0 = 0;
  let h11 = 0;
  let h10 = 0;
  let h00 = 0;
  for (let i = 0; i < x.length; i++) {
    const p = logistic(slope * x[i]! + intercept);
    const residual = weight[i]! * (p - target[i]!);
    const curvature = weight[i]! * p * (1 - p);
    g1 += residual * x[i]!;
    g0 += residual;
    h11 += curvature * x[i]! * x[i]!;
    h10 += curvature * x[i]!;
    h00 += curvature;
  }
  const determinant = h11 * h00 - h10 * h10;
  if (!(determinant > 0)) throw new CalibrationFitError('Platt scaling met a singular Newton matrix');
  const stepSlope = -(h00 * g1 - h10 * g0) / determinant;
  const stepIntercept = -(h11 * g0 - h10 * g1) / determinant;
  return { slope: stepSlope, intercept: stepIntercept, descent: g1 * stepSlope + g0 * stepIntercept };
}

/** Halves the step until the loss falls enough (Armijo, 1e-4); near the optimum a fall below rounding is enough. */
function backtrack(problem: Problem, line: Line, loss: number, step: Step): Line {
  const rounding = 1e-13 * loss;
  for (let size = 1; size >= 1e-10; size /= 2) {
    const next = { slope: line.slope + size * step.slope, intercept: line.intercept + size * step.intercept };
    if (lossAt(problem, next) <= loss + 1e-4 * size * step.descent + rounding) return next;
  }
  throw new CalibrationFitError('Platt scaling found no step that lowers the loss');
}

function lossAt({ x, target, weight }: Problem, { slope, intercept }: Line): number {
  let loss = 0;
  for (let i = 0; i < x.length; i++) {
    const z = slope * x[i]! + intercept;
    loss += weight[i]! * (softplus(z) - target[i]! * z);
  }
  return loss;
}
