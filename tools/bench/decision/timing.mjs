// One call at a time between two looks at the monotonic clock, so that a percentile is that of single calls.
import { performance } from 'node:perf_hooks';
import { percentileOfSorted } from '../../harness/statistics.mjs';

/** Median and p99 of so many decisions of a run, in µs, with what the two looks at the clock cost taken off. */
export function singleCalls(run, calls) {
  const times = new Float64Array(calls);
  for (let n = 0; n < calls; n++) {
    const startedMs = performance.now();
    run.once();
    times[n] = performance.now() - startedMs;
    run.between();
  }
  const sorted = times.sort();
  const us = (p) => Math.max(0, percentileOfSorted(sorted, p) - CLOCK_MS) * 1000;
  return { median_us: us(0.5), p99_us: us(0.99) };
}

/** Calls a second over one long stretch. */
export async function callsPerSecond(call, calls) {
  const startedMs = performance.now();
  for (let n = 0; n < calls; n++) {
    const pending = call();
    if (pending instanceof Promise) await pending;
  }
  return calls / ((performance.now() - startedMs) / 1000);
}

function clockCostMs() {
  const looks = new Float64Array(100_000);
  for (let n = 0; n < looks.length; n++) {
    const startedMs = performance.now();
    looks[n] = performance.now() - startedMs;
  }
  return percentileOfSorted(looks.sort(), 0.5);
}

/** What an empty measurement shows. */
export const CLOCK_MS = clockCostMs();
