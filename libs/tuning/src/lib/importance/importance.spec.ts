import { RandomSampler } from '../sampler/random-sampler';
import { type Params, type Space } from '../space/space';
import { importance } from './importance';

const space: Space = [
  { name: 'a', type: 'float', low: -1, high: 1 },
  { name: 'b', type: 'int', low: 1, high: 100, log: true },
  { name: 'c', type: 'categorical', choices: ['x', 'y', 'z'] },
  { name: 'd', type: 'float', low: 0, high: 1, step: 0.1 },
];
const observed = (value: (params: Params) => number | null, count = 400) => {
  const sampler = new RandomSampler(space, { seed: 5 });
  return Array.from({ length: count }, (_, i) => {
    const params = sampler.suggest([], i);
    return { params, value: value(params) };
  });
};
const sum = (shares: Readonly<Record<string, number>>) =>
  Object.values(shares).reduce((total, share) => total + share, 0);
const order = (shares: Readonly<Record<string, number>>) =>
  Object.entries(shares)
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => name);

it('is that of the objective', () => {
  const shares = importance(
    space,
    observed(({ a, c, d }) => -10 * Number(a) ** 2 - (c === 'y' ? 0 : 0.7) - 0.01 * Number(d)),
  );
  expect(order(shares).slice(0, 2)).toEqual(['a', 'c']);
  expect(shares['a']! + shares['c']!).toBeGreaterThan(0.9);
  expect(sum(shares)).toBeCloseTo(1, 12);
});

it.each([
  ['a', ({ a }: Params) => Number(a)],
  ['b', ({ b }: Params) => -Math.abs(Math.log(Number(b) / 10))],
  ['c', ({ c }: Params) => (c === 'z' ? 1 : 0)],
  ['d', ({ d }: Params) => -Number(d)],
])('all of it is %s where nothing else matters', (name, value) => {
  const shares = importance(space, observed(value));
  expect(order(shares)[0]).toBe(name);
  expect(shares[name]).toBeGreaterThan(0.7);
});

it('the same trials give the same shares', () => {
  const trials = observed(({ a }) => Number(a));
  expect(importance(space, trials)).toEqual(importance(space, trials));
});

it('what runs, was refused or lies elsewhere has no say', () => {
  const trials = observed(({ a }) => Number(a));
  const more = [
    ...observed(() => -Infinity),
    ...observed(() => null),
    ...observed(() => NaN),
    { params: { a: 2, b: 1, c: 'x', d: 0 }, value: 1e9 },
  ];
  expect(importance(space, [...trials, ...more])).toEqual(importance(space, trials));
});

it.each([0, 1])('is shared equally by %d trials', (count) => {
  expect(
    importance(
      space,
      observed(() => 1, count),
    ),
  ).toEqual({ a: 0.25, b: 0.25, c: 0.25, d: 0.25 });
});
