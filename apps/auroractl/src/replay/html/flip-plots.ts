import type { EChartsOption } from 'echarts';
import type { FlipTimes } from '../flip-times';
import { FLIP_KINDS, type FlipKind, type ReasonRow } from '../flips';
import { KIND_TEXT } from '../replay-text';
import { COLOURS } from './colours';
import { AXIS, draw, LEGEND } from './draw';

const MAX_REASONS = 12;

const KIND_COLOUR: Readonly<Record<FlipKind, string>> = {
  allow_to_deny: COLOURS.deny,
  deny_to_allow: COLOURS.allow,
  other_reason: COLOURS.reason,
  max_qty: COLOURS.quantity,
};

/** Flips over time, stacked by kind. */
export function flipsOverTime(times: FlipTimes): Promise<string> {
  const { buckets, lengthMs } = times.buckets();
  const spansDays = buckets.length * lengthMs > 86_400_000;
  const kinds = FLIP_KINDS.filter((kind) => buckets.some((bucket) => bucket[kind] > 0));
  const option: EChartsOption = {
    legend: LEGEND,
    grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: buckets.map(({ startMs }) => timeLabel(startMs, spansDays)), ...AXIS },
    yAxis: { type: 'value', minInterval: 1, ...AXIS },
    series: kinds.map((kind) => ({
      name: KIND_TEXT[kind],
      type: 'bar',
      stack: 'flips',
      barCategoryGap: '12%',
      color: KIND_COLOUR[kind],
      data: buckets.map((bucket) => bucket[kind]),
    })),
  };
  return draw(option, 280);
}

/** How long one bar of `flipsOverTime` is. */
export function bucketText(times: FlipTimes): string {
  const minutes = times.buckets().lengthMs / 60_000;
  return minutes < 60 ? `${minutes} min` : minutes < 1440 ? `${minutes / 60} h` : `${minutes / 1440} d`;
}

/** Decisions by reason, then and by the change; `ok` too dwarfs the denials, so it stands in the table alone. */
export function beforeAndAfter(reasons: readonly ReasonRow[]): Promise<string> {
  // The first category of a lying chart is at the bottom.
  const shown = reasons
    .filter(({ reason }) => reason !== 'ok')
    .slice(0, MAX_REASONS)
    .reverse();
  const bars = (name: string, color: string, data: readonly number[]) => ({
    name,
    type: 'bar' as const,
    color,
    barMaxWidth: 12,
    data: [...data],
    label: { show: true, position: 'right' as const, color: COLOURS.muted, fontSize: 11 },
  });
  const option: EChartsOption = {
    legend: LEGEND,
    grid: { left: 8, right: 48, top: 34, bottom: 4, containLabel: true },
    xAxis: { type: 'value', minInterval: 1, ...AXIS },
    yAxis: { type: 'category', data: shown.map(({ reason }) => reason), ...AXIS },
    series: [
      bars(
        'by the change',
        COLOURS.would,
        shown.map(({ would }) => would),
      ),
      bars(
        'then',
        COLOURS.was,
        shown.map(({ was }) => was),
      ),
    ],
  };
  return draw(option, 70 + 38 * shown.length);
}

const timeLabel = (ms: number, spansDays: boolean): string => {
  const iso = new Date(ms).toISOString();
  return spansDays ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : iso.slice(11, 16);
};
