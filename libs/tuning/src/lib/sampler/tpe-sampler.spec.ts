import fc from 'fast-check';
import { isIn, spaces } from '../space/space.fixture';
import { type Params, type Space } from '../space/space';
import { RandomSampler } from './random-sampler';
import { type ObservedTrial, type Sampler } from './sampler';
import { TpeSampler } from './tpe-sampler';

const space: Space = [
  { name: 'x', type: 'float', low: 0, high: 1 },
  { name: 'n', type: 'int', low: 1, high: 1000, log: true },
  { name: 'c', type: 'categorical', choices: ['a', 'b', false] },
];
const valueOf = ({ x, n, c }: Params) =>
  -((Number(x) - 0.7) ** 2) - (Math.log(Number(n) / 30) / 10) ** 2 - (c === 'b' ? 0 : 0.3);

function run(sampler: Sampler, count: number, value = valueOf): ObservedTrial[] {
  const trials: ObservedTrial[] = [];
  for (let i = 0; i < count; i++) {
    const params = sampler.suggest(trials);
    trials.push({ params, value: value(params) });
  }
  return trials;
}

describe.each([
  ['one density for each parameter', false],
  ['one density for all', true],
])('with %s', (_, multivariate) => {
  const sampler = (seed = 1, more = {}) => new TpeSampler(space, { seed, multivariate, ...more });

  it('every suggestion lies in the space, whatever was observed', () => {
    const observed = fc.array(fc.oneof(fc.constant(null), fc.double(), fc.constant(-Infinity)), { maxLength: 40 });
    fc.assert(
      fc.property(spaces, observed, fc.integer(), (anySpace, values, seed) => {
        const random = new RandomSampler(anySpace, { seed });
        const trials = values.map((value, i) => ({ params: random.suggest([], i), value }));
        const params = new TpeSampler(anySpace, { seed, multivariate, startupTrials: 3 }).suggest(trials);
        expect(Object.keys(params)).toEqual(anySpace.map(({ name }) => name));
        for (const dimension of anySpace) expect(isIn(dimension, params[dimension.name])).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('the same seed gives the same search, another seed another one', () => {
    expect(run(sampler(), 40)).toEqual(run(sampler(), 40));
    expect(run(sampler(), 40)).not.toEqual(run(sampler(2), 40));
  });

  it('a search that was interrupted goes on as if it had not been', () => {
    const whole = run(sampler(), 40);
    for (const at of [0, 5, 10, 11, 39]) expect(sampler().suggest(whole.slice(0, at))).toEqual(whole[at]!.params);
  });

  it('trials with the same history and another number differ', () => {
    const trials = run(sampler(), 20);
    expect(sampler().suggest(trials, 20)).toEqual(sampler().suggest(trials));
    expect(sampler().suggest(trials, 21)).not.toEqual(sampler().suggest(trials, 20));
  });

  it('begins at random', () => {
    const random = new RandomSampler(space, { seed: 1 });
    const trials = run(sampler(), 10);
    trials.forEach(({ params }, i) => expect(params).toEqual(random.suggest([], i)));
    expect(sampler().suggest(trials)).not.toEqual(random.suggest(trials));
    expect(sampler(1, { startupTrials: 11 }).suggest(trials)).toEqual(random.suggest(trials));
    expect(sampler().suggest(trials.map((trial) => ({ ...trial, value: null })))).toEqual(random.suggest(trials));
  });

  it('draws near to what was good', () => {
    const later = [0, 1, 2, 3, 4].flatMap((seed) => run(sampler(seed), 120).slice(60));
    const share = (isGood: (params: Params) => boolean) =>
      later.filter(({ params }) => isGood(params)).length / later.length;
    expect(share(({ c }) => c === 'b')).toBeGreaterThan(0.6); // a third at random
    expect(share(({ x }) => Math.abs(Number(x) - 0.7) < 0.15)).toBeGreaterThan(0.6); // 0.3 at random
  });

  it('keeps away from what was refused', () => {
    // Half of the space breaks a limit, whatever the value would have been there.
    const refusals = (one: Sampler) =>
      run(one, 120, (params) =>
        Number(params['x']) > 0.5 ? -Infinity : valueOf({ ...params, x: 1 - Number(params['x']) }),
      )
        .slice(60)
        .filter(({ value }) => value === -Infinity).length;
    const seeds = [0, 1, 2, 3, 4];
    const total = (of: (seed: number) => Sampler) => seeds.reduce((sum, seed) => sum + refusals(of(seed)), 0);
    expect(total((seed) => sampler(seed))).toBeLessThan(0.4 * total((seed) => new RandomSampler(space, { seed })));
  });

  it('goes on where everything was refused', () => {
    const trials = run(sampler(), 30, () => -Infinity);
    const tried = new Set(trials.map(({ params }) => params['x']));
    expect(tried.size).toBe(30);
  });

  it('the constant liar keeps parallel trials apart', () => {
    const spread = (constantLiar: boolean) => {
      let sum = 0;
      for (let seed = 0; seed < 10; seed++) {
        const trials = run(sampler(seed), 30);
        const parallel: number[] = [];
        for (let i = 0; i < 8; i++) {
          const params = sampler(seed, { constantLiar }).suggest(trials);
          trials.push({ params, value: null });
          parallel.push(Number(params['x']));
        }
        for (const a of parallel) for (const b of parallel) sum += Math.abs(a - b);
      }
      return sum;
    };
    expect(spread(true)).toBeGreaterThan(1.1 * spread(false));
  });
});

it.each([
  ['seed', { seed: 0.5 }],
  ['seed', { seed: NaN }],
  ['startupTrials', { startupTrials: -1 }],
  ['startupTrials', { startupTrials: NaN }],
  ['candidates', { candidates: 0 }],
  ['candidates', { candidates: 1.5 }],
  ['priorWeight', { priorWeight: 0 }],
  ['priorWeight', { priorWeight: Infinity }],
])('%s of %p is refused', (name, options) => {
  expect(() => new TpeSampler(space, { seed: 1, ...options })).toThrow(RangeError);
  expect(() => new TpeSampler(space, { seed: 1, ...options })).toThrow(name);
});

it('the least options work', () => {
  const sampler = new TpeSampler(space, { seed: -1, startupTrials: 0, candidates: 1, priorWeight: 1e-9 });
  for (const { params } of run(sampler, 20)) space.forEach((one) => expect(isIn(one, params[one.name])).toBe(true));
});

describe('random search', () => {
  it('draws every value equally often', () => {
    let chi2 = 0;
    for (let seed = 0; seed < 10; seed++) {
      const sampler = new RandomSampler([{ name: 'n', type: 'int', low: 1, high: 10 }], { seed });
      const counts = new Float64Array(10);
      for (let i = 0; i < 1000; i++) counts[Number(sampler.suggest([], i)['n']) - 1]!++;
      chi2 += counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
    }
    expect(chi2).toBeLessThan(124.1); // the 1 % point with 90 degrees of freedom
  });
});
