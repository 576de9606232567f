import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addTotals, failedStep, jestTotals, tapTotals, totalsLine } from './test-totals.mjs';

const jest = (over) => ({
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  ...over,
});

test('jest: tests, broken files and skips are counted', () => {
  assert.deepEqual(jestTotals(jest({})), { passed: 3, failed: 0, skipped: 0 });
  assert.deepEqual(
    jestTotals(jest({ success: false, numFailedTests: 1, numRuntimeErrorTestSuites: 2, numPendingTests: 1 })),
    { passed: 3, failed: 3, skipped: 1 },
  );
});

test('jest: a run that failed without a failed test, or ran nothing, is a failure', () => {
  assert.equal(jestTotals(jest({ success: false })).failed, 1);
  assert.equal(jestTotals(jest({ numPassedTests: 0 })).failed, 1);
});

test('tap: the summary is read; a cut report is a failure', () => {
  const tap = 'ok 1 - a\n1..1\n# tests 4\n# suites 0\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 1\n';
  assert.deepEqual(tapTotals(tap), { passed: 2, failed: 2, skipped: 1 });
  assert.equal(tapTotals('ok 1 - a\n').failed, 1);
});

test('the last line adds everything up', () => {
  const sum = addTotals(addTotals(jestTotals(jest({})), failedStep(true)), failedStep(false));
  assert.equal(totalsLine(sum), '3 passed, 1 failed');
  assert.equal(totalsLine({ passed: 1, failed: 0, skipped: 2 }), '1 passed, 0 failed, 2 skipped');
});
