// Panels of lines over one time axis, one below the other, as an SVG text. Drawn by echarts without a browser.
import * as echarts from 'echarts';

const WIDTH = 900;
const PANEL = 190;
const TOP = 46;
const GAP = 62;
const BOTTOM = 44;
const COLOURS = ['#2f6db3', '#d9822b', '#b3322f', '#3f8f4f', '#6b5ca5'];
const TEXT = '#444';
const FONT = 'sans-serif';

/**
 * @param title stands above all.
 * @param panels `{ title, unit, log?, fromZero?, lines: [{ name, points: [[minute, value]] }] }`
 * @param marks `{ at, letter }` in minutes: a rule through every panel, its letter above the first.
 */
export function timePanels({ title, panels, marks, lastMinute }) {
  const height = TOP + panels.length * (PANEL + GAP) + BOTTOM - GAP + 20;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  const tops = panels.map((_, n) => TOP + 40 + n * (PANEL + GAP));
  const lines = panels.flatMap((panel, n) => panel.lines.map((line, colour) => lineOf(line, n, colour, panel)));
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FONT, color: TEXT },
    title: [
      {
        text: title,
        left: 12,
        top: 8,
        textStyle: { fontSize: 15, fontWeight: 'bold', color: '#222', fontFamily: FONT },
      },
      ...panels.map(({ title: text, unit }, n) => ({
        text: `${text} (${unit})`,
        left: 60,
        top: tops[n] - 32,
        textStyle: { fontSize: 12, fontWeight: 'normal', color: TEXT, fontFamily: FONT },
      })),
    ],
    legend: panels.map(({ lines: ofPanel }, n) => ({
      data: ofPanel.map(({ name }) => ({ name, icon: 'roundRect' })),
      right: 36,
      itemGap: 18,
      top: tops[n] - 34,
      itemWidth: 14,
      itemHeight: 3,
      textStyle: { fontSize: 12, color: TEXT },
    })),
    grid: tops.map((top) => ({ left: 60, right: 24, top, height: PANEL })),
    xAxis: panels.map((_, n) => ({
      type: 'value',
      gridIndex: n,
      min: 0,
      max: lastMinute,
      splitLine: { show: false },
      axisLine: { onZero: false },
      axisLabel: { fontSize: 11, showMaxLabel: Number.isInteger(lastMinute) },
      ...(n === panels.length - 1 ? { name: 'minutes', nameLocation: 'middle', nameGap: 26 } : {}),
    })),
    yAxis: panels.map(({ log, fromZero }, n) => ({
      type: log ? 'log' : 'value',
      gridIndex: n,
      scale: !fromZero,
      axisLabel: { fontSize: 11 },
      splitLine: { lineStyle: { color: '#eee' } },
    })),
    series: [...lines, ...panels.map((_, n) => marksOf(marks, n))],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${withoutHover(svg)}\n`;
}

/** What is for pointers is numbered by the process; without it the same data gives the same bytes. */
const withoutHover = (svg) =>
  svg
    .replaceAll(/ class="zr\d+-cls-\d+"/g, '')
    .replaceAll(/zr\d+-c/g, 'c')
    .replaceAll(/<style[^]*?<\/style>\n?/g, '');

const lineOf = ({ name, points }, panel, colour, { log }) => ({
  name,
  type: 'line',
  xAxisIndex: panel,
  yAxisIndex: panel,
  showSymbol: false,
  // Nothing stands at or below zero on a logarithmic axis.
  data: log ? points.filter(([, value]) => value === null || value > 0) : points,
  lineStyle: { width: 1.2, color: COLOURS[colour] },
  itemStyle: { color: COLOURS[colour] },
});

const marksOf = (marks, panel) => ({
  type: 'line',
  xAxisIndex: panel,
  yAxisIndex: panel,
  data: [],
  markLine: {
    silent: true,
    symbol: 'none',
    lineStyle: { color: '#999', type: 'dotted', width: 0.8 },
    label: { show: panel === 0, formatter: '{b}', position: 'end', distance: 1, fontSize: 9, color: '#777' },
    data: marks.map(({ at, letter }) => ({ xAxis: at, name: letter })),
  },
});
