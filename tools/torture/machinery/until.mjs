import { performance } from 'node:perf_hooks';
import { setTimeout as passed } from 'node:timers/promises';

/** Waits until something is true, looking again and again; throws when it is not within the time. */
export async function until(isTrue, what, timeoutMs = 30_000, everyMs = 10) {
  const end = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await passed(everyMs);
  }
}
