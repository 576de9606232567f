import type { EChartsOption } from 'echarts';
import type { FlipTimes } from '../flip-times';
import { FLIP_KINDS, type FlipKind, type ReasonRow } from '../flips';
import { count, KIND_TEXT } from '../replay-text';
import { COLOURS } from './colours';
import { AXIS, COUNTS, draw, type Drawing } from './draw';

const MAX_REASONS = 12;

const KIND_COLOUR: Readonly<Record<FlipKind, string>> = {
  allow_to_deny: COLOURS.deny,
  deny_to_allow: COLOURS.allow,
  other_reason: COLOURS.reason,
  max_qty: COLOURS.quantity,
};

/** Flips over time, stacked by kind. */
export async function flipsOverTime(times: FlipTimes): Promise<Drawing> {
  const { buckets, lengthMs } = times.buckets();
  const spansDays = buckets.length * lengthMs > 86_400_000;
  const kinds = FLIP_KINDS.filter((kind) => buckets.some((bucket) => bucket[kind] > 0));
  const option: EChartsOption = {
    grid: { left: 8, right: 12, top: 12, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: buckets.map(({ startMs }) => timeLabel(startMs, spansDays)), ...AXIS },
    yAxis: COUNTS,
    series: kinds.map((kind) => ({
      type: 'bar',
      stack: 'flips',
      barCategoryGap: '12%',
      color: KIND_COLOUR[kind],
      data: buckets.map((bucket) => bucket[kind]),
    })),
  };
  return {
    svg: await draw(option, 260),
    caption: `Flips over time (UTC), one bar for ${lengthText(lengthMs)}`,
    legend: kinds.map((kind) => ({ name: KIND_TEXT[kind], colour: KIND_COLOUR[kind] })),
  };
}

/** Denials by reason, then and by the change. Allowed orders would dwarf them, so they stand in the table alone. */
export async function beforeAndAfter(reasons: readonly ReasonRow[]): Promise<Drawing> {
  const shown = reasons.filter(({ reason }) => reason !== 'ok').slice(0, MAX_REASONS);
  const bars = (color: string, data: readonly number[]) => ({
    type: 'bar' as const,
    color,
    barMaxWidth: 12,
    data: [...data],
    label: {
      show: true,
      position: 'right' as const,
      color: COLOURS.muted,
      fontSize: 11,
      formatter: ({ value }: { readonly value: unknown }) => count(Number(value)),
    },
  });
  const option: EChartsOption = {
    grid: { left: 8, right: 56, top: 12, bottom: 4, containLabel: true },
    xAxis: COUNTS,
    yAxis: { type: 'category', inverse: true, data: shown.map(({ reason }) => reason), ...AXIS },
    series: [
      bars(
        COLOURS.was,
        shown.map(({ was }) => was),
      ),
      bars(
        COLOURS.would,
        shown.map(({ would }) => would),
      ),
    ],
  };
  return {
    svg: await draw(option, 50 + 38 * shown.length),
    caption: 'Denials by reason',
    legend: [
      { name: 'then', colour: COLOURS.was },
      { name: 'by the change', colour: COLOURS.would },
    ],
  };
}

function lengthText(ms: number): string {
  const minutes = ms / 60_000;
  return minutes < 60 ? `${minutes} min` : minutes < 1440 ? `${minutes / 60} h` : `${minutes / 1440} d`;
}

const timeLabel = (ms: number, spansDays: boolean): string => {
  const iso = new Date(ms).toISOString();
  return spansDays ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : iso.slice(11, 16);
};
