import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth, lastQuarterToFirst, median, theilSenSlope } from './trend.mjs';

const series = (length, valueOf) => Array.from({ length }, (_, x) => [x, valueOf(x)]);

test('median of nothing, odd and even numbers of values', () => {
  assert.ok(Number.isNaN(median([])));
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});

test('slope is that of the line, whatever single points do', () => {
  assert.equal(theilSenSlope(series(50, (x) => 3 + 0.5 * x)), 0.5);
  assert.equal(theilSenSlope(series(50, (x) => (x % 10 === 0 ? 1e6 : 3 + 0.5 * x))), 0.5);
  assert.ok(Number.isNaN(theilSenSlope([[0, 1]])));
});

test('growth is the share of the median gained over the whole span', () => {
  assert.equal(growth(series(101, () => 200)), 0);
  assert.ok(Math.abs(growth(series(101, (x) => 200 + 0.4 * (x - 50))) - 0.2) < 1e-9);
  assert.ok(Math.abs(growth(series(7201, (x) => 200 + (0.4 * (x - 3600)) / 72)) - 0.2) < 0.01);
  assert.ok(Number.isNaN(growth([])));
});

test('the last quarter is held against the first', () => {
  assert.equal(lastQuarterToFirst([1, 1, 9, 9, 9, 9, 2, 2]), 2);
  assert.equal(lastQuarterToFirst([5]), 1);
});
