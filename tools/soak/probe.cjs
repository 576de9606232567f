// Preloaded into the service (`node --require`): says once a second, on descriptor 3, what cannot be seen from outside:
// the event loop's delay and the heap, and what was left of the old space after the last full collection.
const { writeSync } = require('node:fs');
const { constants, monitorEventLoopDelay, PerformanceObserver } = require('node:perf_hooks');
const { getHeapSpaceStatistics } = require('node:v8');

const DESCRIPTOR = 3;
const RESOLUTION_MS = 5;
const MIB = 2 ** 20;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

const oldMib = () =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => name === 'old_space' || name === 'large_object_space')
    .reduce((sum, { space_used_size: used }) => sum + used, 0) / MIB;

let collected = { liveMib: null, collections: 0, pauseMs: 0 };
const observer = new PerformanceObserver((list) => {
  for (const { detail, duration } of list.getEntries()) {
    collected.pauseMs += duration;
    if (detail.kind !== constants.NODE_PERFORMANCE_GC_MAJOR) continue;
    collected.collections++;
    collected.liveMib = oldMib();
  }
});
observer.observe({ entryTypes: ['gc'] });

const beyondResolution = (ns) => Math.max(0, ns / 1e6 - RESOLUTION_MS);

setInterval(() => {
  const { heapUsed, external } = process.memoryUsage();
  const line = {
    loopP99Ms: beyondResolution(delay.percentile(99)),
    loopMaxMs: beyondResolution(delay.max),
    heapMib: heapUsed / MIB,
    externalMib: external / MIB,
    oldMib: oldMib(),
    ...collected,
  };
  delay.reset();
  collected = { liveMib: null, collections: 0, pauseMs: 0 };
  writeSync(DESCRIPTOR, `${JSON.stringify(line)}\n`);
}, 1000).unref();
