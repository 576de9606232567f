// Totals of the test runners, as { passed, failed, skipped }.

/** A step without tests of its own: nothing when it passed, one failure when it did not. */
export const failedStep = (passed) => ({ passed: 0, failed: passed ? 0 : 1, skipped: 0 });

/** Of Jest's JSON report; a file that could not run counts as one failure. */
export function jestTotals(report) {
  const totals = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  // No test at all, or a run that failed as a whole (a worker died, a handle of a suite broke), is no success.
  return totals.failed === 0 && (!report.success || totals.passed === 0) ? { ...totals, failed: 1 } : totals;
}

/** Of a TAP report of node:test. */
export function tapTotals(tap) {
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? NaN);
  const totals = {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
  return Object.values(totals).every(Number.isFinite) ? totals : failedStep(false);
}

export const addTotals = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

export const totalsLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
