// The plots of a life: latency, memory and descriptors, load and event loop.
import { median } from '../measure/trend.mjs';
import { binned } from './binned.mjs';
import { timePanels } from './time-panels.mjs';

const max = (values) => Math.max(...values);

/** @returns SVG texts by file name. */
export function plots({ samples, faults }) {
  const line = (name, valueOf, reduce = median, gaps = false) => ({
    name,
    points: binned(samples, valueOf, reduce, gaps),
  });
  const common = {
    marks: faults.map(({ fromS, letter }) => ({ at: Number((fromS / 60).toFixed(3)), letter })),
    lastMinute: Math.ceil((samples.at(-1)?.atS ?? 60) / 6) / 10,
  };
  return {
    'soak-latency.svg': timePanels({
      ...common,
      title: 'Latency of every request, from the moment it was meant to be sent',
      panels: [
        {
          title: 'seconds',
          unit: 'ms, logarithmic',
          log: true,
          lines: [
            line('p50', ({ latency }) => latency?.p50Ms),
            line('p99', ({ latency }) => latency?.p99Ms),
            line('p99.9', ({ latency }) => latency?.p999Ms),
          ],
        },
        {
          title: 'the same without faults',
          unit: 'ms, logarithmic',
          log: true,
          lines: ['p50', 'p99', 'p99.9'].map((name, n) => {
            const key = ['p50Ms', 'p99Ms', 'p999Ms'][n];
            return line(name, ({ inFault, latency }) => (inFault ? null : latency?.[key]), median, true);
          }),
        },
      ],
    }),
    'soak-memory.svg': timePanels({
      ...common,
      title: 'Memory and descriptors',
      panels: [
        { title: 'resident', unit: 'MiB', lines: [line('VmRSS', ({ rssMib }) => rssMib)] },
        {
          title: 'heap',
          unit: 'MiB',
          lines: [
            line('heap in use', ({ probe }) => probe?.heapMib),
            line('old space after a full collection', ({ probe }) => probe?.liveMib),
          ],
        },
        {
          title: 'descriptors and threads',
          unit: 'number',
          fromZero: true,
          lines: [line('descriptors', ({ fds }) => fds, max), line('threads', ({ threads }) => threads, max)],
        },
      ],
    }),
    'soak-load.svg': timePanels({
      ...common,
      title: 'Load and event loop',
      panels: [
        {
          title: 'answers',
          unit: 'per second',
          fromZero: true,
          lines: [line('answers', ({ perSecond }) => perSecond)],
        },
        {
          title: 'delay of the event loop',
          unit: 'ms, logarithmic',
          log: true,
          lines: [line('p99', ({ probe }) => probe?.loopP99Ms), line('greatest', ({ probe }) => probe?.loopMaxMs, max)],
        },
      ],
    }),
  };
}
