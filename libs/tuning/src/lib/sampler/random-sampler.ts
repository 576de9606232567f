import { type Random } from '@aurora/kernel';
import { axisOf, type Axis } from '../space/axis';
import { type Params, type Space } from '../space/space';
import { type ObservedTrial, type Sampler } from './sampler';
import { trialRandom } from './trial-random';

/** Every value equally likely, whatever came of other trials; with a logarithm every ratio. */
export class RandomSampler implements Sampler {
  private readonly axes: readonly Axis[];

  /** The space must have passed `parseSpace`; the seed is any 32-bit integer. */
  constructor(
    private readonly space: Space,
    private readonly options: { readonly seed: number },
  ) {
    this.axes = space.map(axisOf);
  }

  suggest(trials: readonly ObservedTrial[], trialNumber = trials.length): Params {
    const random = trialRandom(this.options.seed, trialNumber);
    return paramsAt(
      this.space,
      this.axes,
      this.axes.map((axis) => randomPosition(axis, random)),
    );
  }
}

const randomPosition = (axis: Axis, random: Random): number =>
  axis.kind === 'choice' ? Math.floor(random() * axis.count) : random();

/** The parameters at a point of all axes of a space. */
export const paramsAt = (space: Space, axes: readonly Axis[], point: readonly number[]): Params =>
  Object.fromEntries(space.map(({ name }, d) => [name, axes[d]!.valueAt(point[d]!)]));
