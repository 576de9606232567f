import type { EChartsOption } from 'echarts';
import type { LimitSample } from '../number-samples';
import { COLOURS } from './colours';
import { AXIS, COUNTS, draw, type Drawing } from './draw';

const BINS = 36;
/** Share of the numbers at each end that may be cut off, so that one of them does not press the rest together. */
const TAIL = 0.005;

interface Line {
  readonly name: string;
  readonly at: number;
  readonly colour: string;
}

interface Numbers {
  readonly name: string;
  readonly values: readonly number[];
  readonly colour: string;
}

/**
 * What a guard compared against its limits then and now. Where each limit is one number, the numbers with the limits as lines; where
 * limits differ from order to order, how far beyond its limit each number was.
 */
export async function limitPlot(guard: string, samples: readonly LimitSample[]): Promise<Drawing | null> {
  if (samples.length < 2) return null;
  const [was, would] = [
    onlyOne(samples.map(({ limitWas }) => limitWas)),
    onlyOne(samples.map(({ limitWould }) => limitWould)),
  ];
  if (was !== undefined && would !== undefined) {
    const lines: Line[] = [
      ...(was === null ? [] : [{ name: `limit then ${was}`, at: was, colour: COLOURS.reason }]),
      ...(would === null ? [] : [{ name: `limit by the change ${would}`, at: would, colour: COLOURS.would }]),
    ];
    const values = samples.map(({ value }) => value);
    return histogram(`${guard}: the number it compared`, [{ name: 'decisions', values, colour: COLOURS.muted }], lines);
  }
  const beyond = (pick: (sample: LimitSample) => number | null): number[] =>
    samples.flatMap((sample) => {
      const limit = pick(sample);
      return limit === null ? [] : [sample.value - limit];
    });
  const numbers = [
    { name: 'then', values: beyond(({ limitWas }) => limitWas), colour: COLOURS.was },
    { name: 'by the change', values: beyond(({ limitWould }) => limitWould), colour: COLOURS.would },
  ].filter(({ values }) => values.length > 0);
  if (numbers.length === 0) return null;
  const caption = `${guard}: the number it compared less its limit, which differs from order to order`;
  return histogram(caption, numbers, [{ name: 'at the limit', at: 0, colour: COLOURS.ink }]);
}

/** The value that all have which are not null; `undefined` when there are several. */
function onlyOne(limits: readonly (number | null)[]): number | null | undefined {
  const distinct = new Set(limits.filter((limit) => limit !== null));
  return distinct.size > 1 ? undefined : ([...distinct][0] ?? null);
}

async function histogram(caption: string, numbers: readonly Numbers[], lines: readonly Line[]): Promise<Drawing> {
  const [from, to] = rangeOf(numbers, lines);
  const width = (to - from) / BINS;
  const countsOf = (values: readonly number[]): number[] => {
    const counts = Array<number>(BINS).fill(0);
    for (const value of values) {
      const bin = Math.floor((value - from) / width);
      if (bin >= 0 && value <= to) counts[Math.min(bin, BINS - 1)]!++;
    }
    return counts;
  };
  const option: EChartsOption = {
    grid: { left: 8, right: 16, top: 12, bottom: 4, containLabel: true },
    xAxis: {
      type: 'value',
      min: from,
      max: to,
      ...AXIS,
      axisLabel: { ...AXIS.axisLabel, formatter: shortNumber, showMinLabel: false, showMaxLabel: false },
    },
    yAxis: COUNTS,
    series: [
      ...numbers.map(({ values, colour }) => ({
        type: 'line' as const,
        step: 'middle' as const,
        symbol: 'none',
        color: colour,
        lineStyle: { width: 1.5 },
        areaStyle: { opacity: 0.25 },
        data: countsOf(values).map((count, bin) => [from + (bin + 0.5) * width, count]),
      })),
      ...lines.map(({ at, colour }) => ({
        type: 'line' as const,
        symbol: 'none',
        color: colour,
        data: [],
        markLine: {
          symbol: 'none',
          silent: true,
          label: { show: false },
          lineStyle: { color: colour, width: 2, type: 'solid' as const },
          data: [{ xAxis: at }],
        },
      })),
    ],
  };
  const legend = [...numbers, ...lines].map(({ name, colour }) => ({ name, colour }));
  return { svg: await draw(option, 240), caption, legend };
}

/** From the smallest to the largest, tails cut off, the lines included, with some air. */
function rangeOf(numbers: readonly Numbers[], lines: readonly Line[]): readonly [number, number] {
  const sorted = Float64Array.from(numbers.flatMap(({ values }) => values)).sort();
  const cut = Math.floor(sorted.length * TAIL);
  const marks = lines.map(({ at }) => at);
  const low = Math.min(sorted[cut] ?? 0, ...marks);
  const high = Math.max(sorted[sorted.length - 1 - cut] ?? 0, ...marks);
  const air = (high - low) * 0.04 || Math.abs(high) * 0.1 || 1;
  return [low - air, high + air];
}

const shortNumber = (value: number): string => String(Number(value.toPrecision(3)));
