import type { EChartsOption } from 'echarts';
import { svgOf } from '../../charts/svg';
import { count } from '../replay-text';
import { COLOURS, themed } from './colours';

/** Narrow enough to be read on a phone without being shrunk much. */
const WIDTH = 520;

/** How axes look on every chart. */
export const AXIS = {
  axisLabel: { color: COLOURS.muted, fontSize: 12, hideOverlap: true },
  axisLine: { lineStyle: { color: COLOURS.line } },
  splitLine: { lineStyle: { color: COLOURS.line } },
  axisTick: { show: false },
  nameTextStyle: { color: COLOURS.muted, fontSize: 12 },
} as const;

/** One entry beside a drawing. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
}

/** A drawing with what belongs to it. */
export interface Drawing {
  readonly svg: string;
  readonly caption: string;
  readonly legend: readonly LegendEntry[];
}

/** Counts along an axis. */
export const COUNTS = {
  ...AXIS,
  type: 'value',
  minInterval: 1,
  axisLabel: { ...AXIS.axisLabel, formatter: count },
} as const;

/** A drawing for the page: it takes the width that it is given, and the page's colours. */
export async function draw(option: EChartsOption, height: number): Promise<string> {
  const svg = await svgOf({ backgroundColor: 'transparent', ...option }, WIDTH, height);
  return themed(svg).replace(/<svg width="\d+" height="\d+"/, '<svg role="img"');
}
