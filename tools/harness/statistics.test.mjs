import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overRounds, percentileOfSorted, ratioOverRounds } from './statistics.mjs';

test('a percentile lies linearly between order statistics', () => {
  assert.equal(percentileOfSorted([7], 0.99), 7);
  assert.equal(percentileOfSorted([1, 2], 0.5), 1.5);
  assert.equal(percentileOfSorted([0, 10, 20, 30, 40], 0.25), 10);
  assert.equal(percentileOfSorted([0, 10, 20, 30, 40], 0.9), 36);
  assert.equal(percentileOfSorted([0, 10, 20, 30, 40], 1), 40);
});

test('rounds are summed up by median and range, in whatever order they come', () => {
  assert.deepEqual(overRounds([30, 10, 20]), { median: 20, min: 10, max: 30, rounds: 3 });
  assert.deepEqual(overRounds([9, 100]), { median: 54.5, min: 9, max: 100, rounds: 2 });
});

test('a ratio is taken within each round: a slow round slows both', () => {
  // The ratio of the medians would be 0.2.
  assert.deepEqual(ratioOverRounds([10, 20, 400], [20, 100, 800]), { median: 0.5, min: 0.2, max: 0.5, rounds: 3 });
});
