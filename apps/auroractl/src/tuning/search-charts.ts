import type { EChartsOption } from 'echarts';
import type { Dimension, Trial } from '@aurora/tuning';

const COLOURS = { passed: '#1f77b4', rejected: '#d62728', best: '#2ca02c', base: '#7f7f7f' } as const;

/** Scores may be negative; the axis belongs below them all the same. */
const AT_THE_BOTTOM = { onZero: false } as const;

const judged = (trials: readonly Trial[], status: 'passed' | 'rejected') =>
  trials.filter((trial) => trial.status === status && trial.score !== null);

/** Score by trial, the best so far as a line, rejected ones marked, the base as a level. */
export function historyChart(trials: readonly Trial[], baseScore: number): EChartsOption {
  let best = -Infinity;
  const bestSoFar = judged(trials, 'passed').map(({ number, score }) => [number, (best = Math.max(best, score!))]);
  const points = (status: 'passed' | 'rejected') => judged(trials, status).map(({ number, score }) => [number, score!]);
  return {
    title: { text: 'Score by trial, training stretch' },
    legend: { top: 44 },
    grid: { top: 96, bottom: 40 },
    xAxis: { type: 'value', name: 'trial', min: 0, minInterval: 1, axisLine: AT_THE_BOTTOM },
    yAxis: { type: 'value', name: 'score', scale: true },
    series: [
      { name: 'kept the gates', type: 'scatter', data: points('passed'), itemStyle: { color: COLOURS.passed } },
      {
        name: 'rejected',
        type: 'scatter',
        symbol: 'diamond',
        data: points('rejected'),
        itemStyle: { color: COLOURS.rejected, opacity: 0.5 },
      },
      {
        name: 'best so far',
        type: 'line',
        step: 'end',
        symbol: 'none',
        data: bestSoFar,
        lineStyle: { color: COLOURS.best },
        itemStyle: { color: COLOURS.best },
      },
      {
        name: 'base',
        type: 'line',
        symbol: 'none',
        data: [
          [0, baseScore],
          [Math.max(1, ...trials.map(({ number }) => number)), baseScore],
        ],
        lineStyle: { color: COLOURS.base, type: 'dashed' },
        itemStyle: { color: COLOURS.base },
      },
    ],
  };
}

/** Shares of the parameters, the largest on top. */
export function importanceChart(shares: Readonly<Record<string, number>>): EChartsOption {
  const sorted = Object.entries(shares).sort(([, a], [, b]) => a - b);
  return {
    title: { text: 'How much each parameter decides' },
    grid: { left: 300, bottom: 50 },
    xAxis: { type: 'value', name: 'share', max: 1 },
    yAxis: { type: 'category', data: sorted.map(([name]) => name) },
    series: [
      {
        type: 'bar',
        data: sorted.map(([, share]) => share),
        itemStyle: { color: COLOURS.passed },
        label: { show: true, position: 'right', formatter: ({ value }) => Number(value).toFixed(2) },
      },
    ],
  };
}

/** Score by the value of one parameter; the base as a line across. */
export function sliceChart(dimension: Dimension, trials: readonly Trial[], baseScore: number): EChartsOption {
  const { name, type } = dimension;
  const points = (status: 'passed' | 'rejected') =>
    judged(trials, status).map(({ params, score }) => [
      type === 'categorical' ? String(params[name]) : (params[name] as number),
      score!,
    ]);
  const xAxis =
    type === 'categorical'
      ? ({ type: 'category', data: dimension.choices.map(String) } as const)
      : ({ type: dimension.log === true ? 'log' : 'value', min: dimension.low, max: dimension.high } as const);
  const level = {
    data: [{ yAxis: baseScore, name: 'base' }],
    symbol: 'none',
    label: { formatter: 'base' },
    lineStyle: { color: COLOURS.base },
  };
  return {
    title: { text: name },
    legend: { top: 44 },
    grid: { top: 96, bottom: 40 },
    xAxis: { ...xAxis, axisLine: AT_THE_BOTTOM },
    yAxis: { type: 'value', name: 'score', scale: true },
    series: [
      {
        name: 'kept the gates',
        type: 'scatter',
        data: points('passed'),
        itemStyle: { color: COLOURS.passed },
        markLine: level,
      },
      {
        name: 'rejected',
        type: 'scatter',
        symbol: 'diamond',
        data: points('rejected'),
        itemStyle: { color: COLOURS.rejected, opacity: 0.5 },
      },
    ],
  };
}
