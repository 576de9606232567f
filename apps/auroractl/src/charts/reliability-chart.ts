import type { ReliabilityBin } from '@aurora/calibration';
import type { CustomSeriesRenderItem, EChartsOption, SeriesOption } from 'echarts';

/** Probabilities of one model against what came of them. */
export interface ReliabilitySeries {
  readonly bins: readonly ReliabilityBin[];
  readonly ece: number;
}

export interface ReliabilityDiagram {
  readonly title: string;
  /** One line or two. */
  readonly subtitle: string;
  readonly before: ReliabilitySeries;
  readonly after: ReliabilitySeries;
}

export const RELIABILITY_SIZE = { width: 760, height: 640 } as const;

const COLOURS = { before: '#e08a1e', after: '#1f6fb4' } as const;
const GREY = '#6b7280';
/** The two stand a little apart, so that their intervals do not hide each other. */
const SHIFT = { before: -0.004, after: 0.004 } as const;

/** Rate over forecast with 95 % Wilson intervals, how many outcomes each bin has, and the calibration errors. */
export function reliabilityChart({ title, subtitle, before, after }: ReliabilityDiagram): EChartsOption {
  const axis = { type: 'value', min: 0, max: 1, splitLine: { lineStyle: { color: '#eee' } } } as const;
  const left = 70;
  const width = 430;
  return {
    title: {
      text: title,
      subtext: subtitle,
      left: 16,
      top: 10,
      textStyle: { fontSize: 15 },
      subtextStyle: { fontSize: 12, lineHeight: 17 },
    },
    legend: { left, top: 76, data: ['before', 'after'], itemGap: 24, selectedMode: false },
    grid: [
      { left, top: 116, width, height: 340 },
      { left, top: 500, width, height: 90 },
      { left: 590, top: 116, width: 140, height: 340 },
    ],
    xAxis: [
      { ...axis, gridIndex: 0, name: '', axisLabel: { show: false } },
      {
        ...axis,
        containShape: false,
        gridIndex: 1,
        name: 'predicted probability',
        nameLocation: 'middle',
        nameGap: 28,
      },
      { type: 'category', gridIndex: 2, data: ['before', 'after'], axisTick: { show: false } },
    ],
    yAxis: [
      { ...axis, gridIndex: 0, name: 'observed rate', nameLocation: 'middle', nameGap: 40 },
      {
        type: 'value',
        gridIndex: 1,
        name: 'outcomes',
        nameLocation: 'middle',
        nameGap: 48,
        splitNumber: 2,
        minInterval: 1,
      },
      {
        type: 'value',
        gridIndex: 2,
        min: 0,
        name: 'calibration error (ECE)',
        nameLocation: 'end',
        nameTextStyle: { align: 'center', padding: [0, 0, 0, 60] },
      },
    ],
    series: [
      diagonal(),
      ...(['before', 'after'] as const).flatMap((which) => curve(which, which === 'before' ? before : after)),
      errors([before.ece, after.ece]),
    ],
  };
}

const diagonal = (): SeriesOption => ({
  type: 'line',
  data: [
    [0, 0],
    [1, 1],
  ],
  symbol: 'none',
  silent: true,
  lineStyle: { color: GREY, type: 'dashed', width: 1 },
});

function curve(which: 'before' | 'after', { bins }: ReliabilitySeries): SeriesOption[] {
  const color = COLOURS[which];
  const x = (p: number): number => Math.min(1, Math.max(0, p + SHIFT[which]));
  return [
    {
      type: 'custom',
      renderItem: interval(color),
      data: bins.map(({ meanP, low, high }) => [x(meanP), low, high]),
      silent: true,
    },
    {
      name: which,
      type: 'line',
      data: bins.map(({ meanP, rate }) => [x(meanP), rate]),
      symbol: 'circle',
      symbolSize: 8,
      lineStyle: { color, width: 1.5 },
      itemStyle: { color },
    },
    {
      type: 'bar',
      xAxisIndex: 1,
      yAxisIndex: 1,
      data: bins.map(({ from, to, count }) => [(from + to) / 2, count]),
      barWidth: 12,
      itemStyle: { color },
    },
  ];
}

/** A vertical line with a foot at each end. */
const interval =
  (stroke: string): CustomSeriesRenderItem =>
  (_, api) => {
    const [x, low] = api.coord([api.value(0), api.value(1)]) as [number, number];
    const [, high] = api.coord([api.value(0), api.value(2)]) as [number, number];
    const line = (x1: number, y1: number, x2: number, y2: number) =>
      ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, opacity: 0.7 } }) as const;
    return {
      type: 'group',
      children: [line(x, low, x, high), line(x - 4, low, x + 4, low), line(x - 4, high, x + 4, high)],
    };
  };

const errors = (values: readonly [number, number]): SeriesOption => ({
  type: 'bar',
  xAxisIndex: 2,
  yAxisIndex: 2,
  barWidth: 40,
  data: values.map((value, i) => ({ value, itemStyle: { color: i === 0 ? COLOURS.before : COLOURS.after } })),
  label: { show: true, position: 'top', formatter: ({ value }) => Number(value).toFixed(4) },
});
