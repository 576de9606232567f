import { type ObservedTrial, type Sampler } from '../sampler/sampler';
import { trialRandom } from '../sampler/trial-random';
import { type Params } from '../space/space';
import { type Objective } from './objective';

/** The value that a trial sees: with the noise of this study and trial, the same however parameters came about. */
export function observe(objective: Objective, params: Params, seed: number, trialNumber: number): number {
  const value = objective.value(params);
  return objective.noise === 0 ? value : value + objective.noise * standardNormal(seed, trialNumber);
}

/** Box and Muller 1958. */
function standardNormal(seed: number, trialNumber: number): number {
  const random = trialRandom(seed ^ 0x5eed, trialNumber);
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** All trials of one search, and the value without noise of the one that looked best. */
export function search(
  objective: Objective,
  sampler: Sampler,
  seed: number,
): { readonly trials: readonly ObservedTrial[]; readonly best: number } {
  const trials: { params: Params; value: number }[] = [];
  for (let i = 0; i < objective.trials; i++) {
    const params = sampler.suggest(trials, i);
    trials.push({ params, value: observe(objective, params, seed, i) });
  }
  return { trials, best: objective.value(chosen(trials)) };
}

/** The parameters that looked best; of equal ones the first. */
export const chosen = (trials: readonly { readonly params: Params; readonly value: number }[]): Params =>
  trials.reduce((best, trial) => (trial.value > best.value ? trial : best)).params;
