// Loaded into the service before its own code (`--import`): watches the event loop, the garbage collector and the heap
// from within, and says what it saw once a second on file descriptor 3. It touches nothing of the service.
import { readFileSync, writeSync } from 'node:fs';
import { constants, PerformanceObserver, performance } from 'node:perf_hooks';

const TICK_MS = 10;
/** Shorter gaps are of no interest. */
const GAP_MS = 20;
const HEAP_EVERY_S = Number(process.env.FUZZ_HEAP_EVERY_S ?? 0);
const SCHEDULED = `/proc/self/task/${process.pid}/schedstat`;

/** ms the main thread has run, and ms it was ready to run and had no core. */
function scheduled() {
  const [ran, waited] = readFileSync(SCHEDULED, 'latin1').split(' ');
  return { ran: Number(ran) / 1e6, waited: Number(waited) / 1e6 };
}

let collections = [];
const isOurs = ({ detail }) => (detail.flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (!isOurs(entry)) collections.push({ from: entry.startTime, to: entry.startTime + entry.duration });
}).observe({ entryTypes: ['gc'] });

let gaps = [];
let last = { at: performance.now(), ...scheduled() };
setInterval(() => {
  const now = { at: performance.now(), ...scheduled() };
  const wall = now.at - last.at;
  if (wall > GAP_MS)
    gaps.push({ from: last.at, to: now.at, wall, ran: now.ran - last.ran, waited: now.waited - last.waited });
  last = now;
}, TICK_MS).unref();

const gcWithin = ({ from, to }) =>
  collections.reduce((sum, gc) => sum + Math.max(0, Math.min(gc.to, to) - Math.max(gc.from, from)), 0);

let seconds = 0;
setInterval(() => {
  const stalls = gaps.map((gap) => {
    const gc = gcWithin(gap);
    return { wall: gap.wall, gc, ran: gap.ran - gc, held: gap.wall - gap.waited - gc };
  });
  const longestGc = collections.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  [gaps, collections] = [[], []];
  seconds++;
  const heap = HEAP_EVERY_S > 0 && seconds % HEAP_EVERY_S === 0 ? heapAfterCollection() : undefined;
  const { rss } = process.memoryUsage();
  say({ at: performance.now(), stalls, longestGc, rss, heap, resources: process.getActiveResourcesInfo().length });
}, 1000).unref();

/** Bytes alive; its own pause is no stall of the service. */
function heapAfterCollection() {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  last = { at: performance.now(), ...scheduled() };
  return heapUsed + external;
}

const say = (facts) => writeSync(3, `${JSON.stringify(facts)}\n`);
for (const name of ['uncaughtExceptionMonitor', 'warning'])
  process.on(name, (error) => say({ [name]: String(error?.stack ?? error) }));
