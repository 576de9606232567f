// The plots of a session: the market as the runner has it, and the runner as the machine has it.
import { median } from '../soak/measure/trend.mjs';
import { binned } from '../soak/plot/binned.mjs';
import { timePanels } from '../soak/plot/time-panels.mjs';
import { quantileOf } from './read-metrics.mjs';

const max = (values) => Math.max(...values);

/** @returns SVG texts by file name. */
export function plots({ samples, faults, fromMs }) {
  const line = (name, valueOf, reduce = median, gaps = false) => ({
    name,
    points: binned(samples, valueOf, reduce, gaps),
  });
  const since = (valueOf) => (sample) => {
    const before = samples[samples.indexOf(sample) - 1];
    return before === undefined ? null : valueOf(sample, before);
  };
  const common = {
    marks: faults.map(({ fromMs: atMs, letter }) => ({ at: Number(((atMs - fromMs) / 60_000).toFixed(3)), letter })),
    lastMinute: Math.ceil((samples.at(-1)?.atS ?? 60) / 6) / 10,
  };
  const perSecond = since((now, before) => (now.frames - before.frames) / (now.atS - before.atS));
  const decided = (q) => since((now, before) => quantileOf(now.buckets, q, before.buckets));
  return {
    'session-market.svg': timePanels({
      ...common,
      title: 'The market as the runner has it',
      panels: [
        { title: 'frames', unit: 'per second', fromZero: true, lines: [line('frames', perSecond)] },
        {
          title: 'age of the oldest book',
          unit: 'ms, logarithmic',
          log: true,
          lines: [line('age', ({ bookAgeMs }) => bookAgeMs, max)],
        },
        {
          title: 'tick to decision',
          unit: 'ms, logarithmic',
          log: true,
          lines: [line('p50', decided(0.5), median, true), line('p99', decided(0.99), max, true)],
        },
        { title: 'profit', unit: 'USDT', lines: [line('realised after fees', ({ pnlUsdt }) => pnlUsdt)] },
      ],
    }),
    'session-runner.svg': timePanels({
      ...common,
      title: 'The runner as the machine has it',
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
          title: 'delay of the event loop',
          unit: 'ms, logarithmic',
          log: true,
          lines: [line('p99', ({ probe }) => probe?.loopP99Ms), line('greatest', ({ probe }) => probe?.loopMaxMs, max)],
        },
      ],
    }),
  };
}
