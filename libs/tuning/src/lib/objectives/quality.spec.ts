import { RandomSampler } from '../sampler/random-sampler';
import { TpeSampler } from '../sampler/tpe-sampler';
import { parseSpace } from '../space/parse-space';
import { type Objective } from './objective';
import { mannWhitneyP } from './rank-test';
import { search } from './search';
import { shadow } from './shadow';
import { branin, hartmann6, rosenbrock10, sphere10 } from './test-functions';

const objectives = [branin, hartmann6, shadow, sphere10, rosenbrock10];

describe('objectives', () => {
  it.each<[Objective, Record<string, number | string | boolean>, number]>([
    [branin, { x1: -Math.PI, x2: 12.275 }, -0.397887],
    [branin, { x1: Math.PI, x2: 2.275 }, -0.397887],
    [branin, { x1: 9.42478, x2: 2.475 }, -0.397887],
    [hartmann6, { x1: 0.20169, x2: 0.150011, x3: 0.476874, x4: 0.275332, x5: 0.311652, x6: 0.6573 }, 3.32237],
    [sphere10, Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`x${i + 1}`, 0])), 0],
    [rosenbrock10, Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`x${i + 1}`, 1])), 0],
    [
      shadow,
      {
        min_score: 0.45,
        reward_risk: 2,
        net_reward_bps: 2,
        z_threshold: 1,
        eta: 0.3,
        ttl_s: 600,
        lookback_s: 120,
        levels: 5,
        route: 'maker',
        align: true,
      },
      1,
    ],
  ])('$name has its known best value', (objective, params, best) => {
    expect(objective.value(params)).toBeCloseTo(best, 5);
  });

  it.each(objectives)('$name has a sound space', ({ space }) => {
    expect(parseSpace(space)).toBe(space);
  });
});

it.each([
  [[4, 5, 6], [1, 2, 3], 0.0404],
  [[1, 2, 3], [4, 5, 6], 0.98545],
  [[1, 2, 3, 4], [1, 2, 3, 4], 0.5574],
])('ranks of %j against %j', (high, low, p) => {
  expect(mannWhitneyP(high, low)).toBeCloseTo(p, 4);
});

describe('TPE finds more than random search', () => {
  const SEEDS = Array.from({ length: 6 }, (_, seed) => seed);
  const found = (objective: Objective, multivariate: boolean | null) =>
    SEEDS.map((seed) => {
      const { space } = objective;
      const sampler =
        multivariate === null ? new RandomSampler(space, { seed }) : new TpeSampler(space, { seed, multivariate });
      return search(objective, sampler, seed).best;
    });

  // Medians of random search with many seeds: −0.60, −0.60, 2.21, 0.51, −30.
  it.each<[string, Objective, boolean, number]>([
    ['branin, each alone', branin, false, -0.44],
    ['branin', branin, true, -0.42],
    ['hartmann6', hartmann6, true, 3],
    ['shadow, half as long', { ...shadow, trials: 100 }, true, 0.6],
    ['sphere10', sphere10, true, -10],
  ])('on %s', (_, objective, multivariate, least) => {
    const values = found(objective, multivariate);
    expect(mannWhitneyP(values, found(objective, null))).toBeLessThan(0.02);
    const sorted = [...values].sort((a, b) => a - b);
    expect((sorted[2]! + sorted[3]!) / 2).toBeGreaterThan(least);
  });
});
