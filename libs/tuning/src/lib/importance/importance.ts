import { ParzenEstimator } from '../parzen/parzen-estimator';
import { type ObservedTrial } from '../sampler/sampler';
import { axisOf, type Axis } from '../space/axis';
import { type Space } from '../space/space';

/** Cells a continuous axis is cut into. */
const CELLS = 50;
/** Share of the trials that count as top. */
const TOP = 0.1;

/**
 * How much each parameter decides whether a trial is among the best tenth, as shares that sum to 1, by name. PED-ANOVA
 * (Watanabe, Bansal and Hutter 2023, IJCAI): the Pearson divergence of the density of the top trials from that of all, one
 * dimension at a time. Trials without a finite value, running or refused, are left out; where nothing tells the parameters
 * apart, as with fewer than two trials, all shares are equal. The same trials give the same shares.
 */
export function importance(space: Space, trials: readonly ObservedTrial[]): Readonly<Record<string, number>> {
  const axes = space.map(axisOf);
  const points = trials
    .filter(({ value }) => value !== null && Number.isFinite(value))
    .map(({ params, value }) => ({
      point: space.map(({ name }, d) => axes[d]!.positionOf(params[name])),
      value: value!,
    }))
    .filter((trial): trial is { point: number[]; value: number } => !trial.point.includes(null))
    .sort((a, b) => b.value - a.value)
    .map(({ point }) => point);
  const top = points.slice(0, Math.max(Math.ceil(TOP * points.length), Math.min(2, points.length)));
  const divergences = axes.map((axis, d) => pearsonDivergence(axis, column(top, d), column(points, d)));
  const total = divergences.reduce((sum, divergence) => sum + divergence, 0);
  return Object.fromEntries(space.map(({ name }, d) => [name, total > 0 ? divergences[d]! / total : 1 / space.length]));
}

const column = (points: readonly (readonly number[])[], d: number): Float64Array =>
  Float64Array.from(points, (point) => point[d]!);

/** ∑ (p_top / p_all − 1)² · p_all over the cells of an axis. */
function pearsonDivergence(axis: Axis, top: Float64Array, all: Float64Array): number {
  const [ofTop, ofAll] = [top, all].map((points) => probabilities(axis, points));
  return ofAll!.reduce((sum, p, i) => sum + (ofTop![i]! / p - 1) ** 2 * p, 0);
}

function probabilities(axis: Axis, points: Float64Array): number[] {
  const density = new ParzenEstimator([axis], [points], new Float64Array(points.length).fill(1), 1);
  const weights = cellsOf(axis).map((position) => density.density([position]));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Positions that stand for an axis: every choice, every value of a small grid, else the middles of equal cells. */
function cellsOf(axis: Axis): number[] {
  if (axis.kind === 'choice') return Array.from({ length: axis.count }, (_, i) => i);
  const middles = Array.from({ length: CELLS }, (_, i) => (i + 0.5) / CELLS);
  if (axis.kind === 'continuous') return middles;
  return [...new Set(middles.map((position) => axis.positionOf(axis.valueAt(position))!))];
}
