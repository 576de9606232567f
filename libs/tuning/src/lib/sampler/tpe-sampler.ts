import { type Random } from '@aurora/kernel';
import { ParzenEstimator } from '../parzen/parzen-estimator';
import { axisOf, type Axis } from '../space/axis';
import { type Params, type Space } from '../space/space';
import { paramsAt, RandomSampler } from './random-sampler';
import { type ObservedTrial, type Sampler } from './sampler';
import { ageWeights, splitTrials, type SplitTrials } from './split-trials';
import { type TpeOptions } from './tpe-options';
import { trialRandom } from './trial-random';

const DEFAULTS = {
  startupTrials: 10,
  candidates: 24,
  multivariate: true,
  constantLiar: true,
  priorWeight: 1,
} as const;

/**
 * Tree-structured Parzen estimator: estimates the density l of good trials and g of the others, draws candidates from l and
 * suggests the one with the largest l/g, which has the largest expected improvement. Bergstra et al. 2011 (NIPS 24); each part
 * and its default as in Watanabe 2023 (arXiv:2304.11127); several dimensions at once as in BOHB, Falkner et al. 2018.
 */
export class TpeSampler implements Sampler {
  private readonly axes: readonly Axis[];
  private readonly options: Required<TpeOptions>;
  private readonly random: RandomSampler;

  /** The space must have passed `parseSpace`. Throws a `RangeError` on an option outside its bounds. */
  constructor(
    private readonly space: Space,
    options: TpeOptions,
  ) {
    this.options = { ...DEFAULTS, ...options };
    const { seed, startupTrials, candidates, priorWeight } = this.options;
    if (!Number.isInteger(seed)) throw new RangeError(`seed must be an integer, is ${seed}`);
    if (!(startupTrials >= 0)) throw new RangeError(`startupTrials must be at least 0, is ${startupTrials}`);
    if (!(Number.isInteger(candidates) && candidates >= 1)) {
      throw new RangeError(`candidates must be an integer of at least 1, is ${candidates}`);
    }
    if (!(priorWeight > 0 && priorWeight < Infinity)) {
      throw new RangeError(`priorWeight must be above 0 and finite, is ${priorWeight}`);
    }
    this.axes = space.map(axisOf);
    this.random = new RandomSampler(space, { seed });
  }

  suggest(trials: readonly ObservedTrial[], trialNumber = trials.length): Params {
    const { seed, startupTrials, multivariate, constantLiar } = this.options;
    const split = splitTrials(this.space, this.axes, trials, constantLiar);
    if (split.ended < startupTrials) return this.random.suggest(trials, trialNumber);
    const random = trialRandom(seed, trialNumber);
    const point = multivariate
      ? this.mostPromising(this.axes, split, random)
      : this.axes.flatMap((axis, d) =>
          this.mostPromising([axis], { good: [split.good[d]!], bad: [split.bad[d]!] }, random),
        );
    return paramsAt(this.space, this.axes, point);
  }

  private mostPromising(
    axes: readonly Axis[],
    { good, bad }: Pick<SplitTrials, 'good' | 'bad'>,
    random: Random,
  ): readonly number[] {
    const { candidates, priorWeight } = this.options;
    const l = new ParzenEstimator(axes, good, ageWeights(good[0]!.length), priorWeight);
    const g = new ParzenEstimator(axes, bad, ageWeights(bad[0]!.length), priorWeight);
    let best: readonly number[] = [];
    let bestRatio = -Infinity;
    for (let i = 0; i < candidates; i++) {
      const point = l.sample(random);
      const ratio = l.density(point) / g.density(point);
      if (ratio > bestRatio) [best, bestRatio] = [point, ratio];
    }
    return best;
  }
}
