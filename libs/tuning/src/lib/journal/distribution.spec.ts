import fc from 'fast-check';
import { RandomSampler } from '../sampler/random-sampler';
import type { Dimension, Space } from '../space/space';
import { distributionOf, readParams, storedParams } from './distribution';
import { BadRecord } from './journal-record';

it.each<[Dimension, string]>([
  [
    { type: 'float', name: 'x', low: -1.5, high: 2 },
    '{"name":"FloatDistribution","attributes":{"step":null,"low":-1.5,"high":2,"log":false}}',
  ],
  [
    { type: 'float', name: 'x', low: 0.00001, high: 1, log: true },
    '{"name":"FloatDistribution","attributes":{"step":null,"low":0.00001,"high":1,"log":true}}',
  ],
  [
    { type: 'float', name: 'x', low: 0, high: 1, step: 0.25 },
    '{"name":"FloatDistribution","attributes":{"step":0.25,"low":0,"high":1,"log":false}}',
  ],
  [
    { type: 'int', name: 'x', low: 1, high: 9 },
    '{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":9}}',
  ],
  [
    { type: 'int', name: 'x', low: 0, high: 10, step: 5 },
    '{"name":"IntDistribution","attributes":{"log":false,"step":5,"low":0,"high":10}}',
  ],
  [
    { type: 'categorical', name: 'x', choices: ['a', 2, true] },
    '{"name":"CategoricalDistribution","attributes":{"choices":["a",2,true]}}',
  ],
])('writes %j as Optuna does', (dimension, text) => expect(distributionOf(dimension)).toBe(text));

const SPACE: Space = [
  { type: 'float', name: 'x', low: -1, high: 1 },
  { type: 'float', name: 'l', low: 1e-6, high: 1e3, log: true },
  { type: 'int', name: 'n', low: 0, high: 100, step: 5 },
  { type: 'categorical', name: 'c', choices: ['a', 2, true, false, 'true'] },
];

it('gives parameters back as they were', () => {
  const sampler = new RandomSampler(SPACE, { seed: 5 });
  fc.assert(
    fc.property(fc.nat(10_000), (number) => {
      const params = sampler.suggest([], number);
      expect(readParams(JSON.parse(JSON.stringify(storedParams(SPACE, params))))).toEqual(params);
    }),
  );
});

it.each([
  ['no such choice', { x: 0, l: 1, n: 0, c: 'b' }],
  ['a missing one', { x: 0, l: 1, n: 0 }],
  ['NaN', { x: NaN, l: 1, n: 0, c: 'a' }],
  ['a word for a number', { x: 'a', l: 1, n: 0, c: 'a' }],
])('refuses %s', (_, params) => expect(() => storedParams(SPACE, params as never)).toThrow(RangeError));

it.each(['', 'nonsense', '{"name":"Other"}', '{"name":"CategoricalDistribution","attributes":{"choices":["a"]}}'])(
  'cannot read a value by the distribution %j',
  (distribution) => {
    expect(() => readParams({ params: { x: 1 }, distributions: { x: distribution } })).toThrow(BadRecord);
  },
);

it('cannot read a value without a distribution', () => {
  expect(() => readParams({ params: { x: 1 }, distributions: {} })).toThrow(BadRecord);
});
