import { axisOf } from '../space/axis';
import { type Space } from '../space/space';
import { ageWeights, goodCount, splitTrials } from './split-trials';

const space: Space = [{ name: 'n', type: 'int', low: 0, high: 99 }];
const axes = space.map(axisOf);
const trials = (values: readonly (number | null)[]) => values.map((value, n) => ({ params: { n }, value }));
const split = (values: readonly (number | null)[], constantLiar = true) => {
  const { good, bad, ended } = splitTrials(space, axes, trials(values), constantLiar);
  const numbers = ([column]: readonly Float64Array[]) => Array.from(column!, (position) => axes[0]!.valueAt(position));
  return { good: numbers(good), bad: numbers(bad), ended };
};

it.each([
  [0, 0],
  [1, 1],
  [10, 1],
  [11, 2],
  [240, 24],
  [241, 25],
  [250, 25],
  [251, 25],
  [10_000, 25],
])('of %d trials %d are good', (ended, good) => {
  expect(goodCount(ended)).toBe(good);
});

it('the best are good, both groups in the order in which they began', () => {
  expect(split([3, 9, 1, 4, 5, 9.5, 2, 0, -1, 7, 8])).toEqual({
    good: [1, 5],
    bad: [0, 2, 3, 4, 6, 7, 8, 9, 10],
    ended: 11,
  });
});

it('of equal values the earlier is the better', () => {
  expect(split([1, 2, 2, 0]).good).toEqual([1]);
});

it.each([-Infinity, NaN, Infinity])('a trial with the value %p is never good', (value) => {
  expect(split([value, value, value])).toEqual({ good: [], bad: [0, 1, 2], ended: 3 });
  expect(split([value, -1e300, value])).toEqual({ good: [1], bad: [0, 2], ended: 3 });
});

it('a running trial is bad with the constant liar, else it is not there; it has not ended', () => {
  expect(split([null, 1, null])).toEqual({ good: [1], bad: [0, 2], ended: 1 });
  expect(split([null, 1, null], false)).toEqual({ good: [1], bad: [], ended: 1 });
});

it('a trial of another space is left out', () => {
  const strangers = [{ n: 100 }, { m: 3 }, { n: '3' }, {}].map((params) => ({ params, value: 5 }));
  const { good, bad, ended } = splitTrials(space, axes, [...strangers, { params: { n: 3 }, value: 1 }], true);
  expect([good[0]!.length, bad[0]!.length, ended]).toEqual([1, 0, 1]);
});

it.each([
  [0, []],
  [2, [1, 1]],
  [25, Array(25).fill(1)],
  [26, [1 / 26, ...Array<number>(25).fill(1)]],
  [28, [1 / 28, (1 + 1 / 28) / 2, 1, ...Array<number>(25).fill(1)]],
])('weights of %d trials', (count, weights) => {
  expect(Array.from(ageWeights(count))).toEqual(weights.map((weight) => expect.closeTo(weight as number, 12)));
});
