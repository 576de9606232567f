import { type Random } from '@aurora/kernel';
import { type Axis } from '../space/axis';
import { kernelsOn, type Kernels } from './kernels';

/**
 * A density over some axes: a mixture of one product kernel around each point and of the prior (Bergstra et al. 2011; for
 * several dimensions at once Falkner et al. 2018). With the prior it is nowhere 0.
 */
export class ParzenEstimator {
  private readonly dimensions: readonly Kernels[];
  private readonly weights: Float64Array;
  private readonly factors: Float64Array;

  /**
   * Observed positions, a column for each axis, the weights of their points, and the weight of the prior, which spans the
   * whole of every axis; no point leaves it alone.
   */
  constructor(
    axes: readonly Axis[],
    columns: readonly Float64Array[],
    weights: ArrayLike<number>,
    priorWeight: number,
  ) {
    this.dimensions = axes.map((axis, d) => kernelsOn(axis, columns[d]!, priorWeight));
    const all = new Float64Array(weights.length + 1);
    all.set(weights);
    all[weights.length] = priorWeight;
    const total = all.reduce((sum, weight) => sum + weight, 0);
    this.weights = all.map((weight) => weight / total);
    this.factors = new Float64Array(all.length);
  }

  /** A point drawn from the density. */
  sample(random: Random): number[] {
    const kernel = this.drawKernel(random());
    return this.dimensions.map((kernels) => kernels.sample(kernel, random));
  }

  /** Density at a point; choices and grids count as probabilities. Above 0. */
  density(point: readonly number[]): number {
    const { factors } = this;
    factors.set(this.weights);
    this.dimensions.forEach((kernels, d) => kernels.multiplyDensities(factors, point[d]!));
    let density = 0;
    for (const factor of factors) density += factor;
    return density;
  }

  private drawKernel(share: number): number {
    let sum = 0;
    const kernel = this.weights.findIndex((weight) => (sum += weight) > share);
    return kernel < 0 ? this.weights.length - 1 : kernel;
  }
}
