import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMetrics, quantileOf } from './read-metrics.mjs';

const TEXT = `# HELP x_total Things.
# TYPE x_total counter
x_total{code="a",why="b"} 3
x_total{code="c",why="b"} 4
age{symbol="BTCUSDT"} NaN
h_bucket{le="1"} 10
h_bucket{le="2"} 20
h_bucket{le="+Inf"} 21
h_sum 30
h_count 21
`;

test('series are summed, and told apart by a label', () => {
  const metrics = parseMetrics(TEXT);
  assert.equal(metrics.sum('x_total'), 7);
  assert.equal(metrics.sum('x_total', 'code="c"'), 4);
  assert.deepEqual(
    [...metrics.by('x_total', 'code')],
    [
      ['a', 3],
      ['c', 4],
    ],
  );
  assert.ok(Number.isNaN(metrics.by('age', 'symbol').get('BTCUSDT')));
  assert.equal(metrics.sum('nothing'), 0);
});

test('a quantile lies linearly within its bucket', () => {
  const buckets = parseMetrics(TEXT).buckets('h');
  assert.deepEqual(buckets.at(-1), { le: Infinity, count: 21 });
  assert.equal(quantileOf(buckets, 5 / 21), 0.5);
  assert.equal(quantileOf(buckets, 15 / 21), 1.5);
  // Nothing is known of what lies beyond the last bound.
  assert.equal(quantileOf(buckets, 1), 2);
});

test('of what came between two scrapes, and of nothing', () => {
  const [early, late] = [3, 8].map((count) => [
    { le: 4, count },
    { le: Infinity, count },
  ]);
  assert.equal(quantileOf(late, 0.5, early), 2);
  assert.ok(Number.isNaN(quantileOf(late, 0.5, late)));
  assert.ok(Number.isNaN(quantileOf([], 0.5)));
});
