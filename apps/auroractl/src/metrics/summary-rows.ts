import { momentText, percentText } from '../cli/time-text';
import type { DecisionCounts, GateSummary } from './gate-summary';

/** One number of a summary: the stretch it is of, its name, the number, and how people read it. */
export interface SummaryRow {
  readonly stretch: string;
  readonly metric: string;
  /** `null` when it is not known. */
  readonly value: number | null;
  readonly unit: string;
}

/** A summary number by number, in the order in which people read it. */
export function summaryRows({ window, since_start: start, now }: GateSummary): readonly SummaryRow[] {
  const total = 'since start';
  const number = (stretch: string, metric: string, value: number | null, unit = ''): SummaryRow => ({
    stretch,
    metric,
    value,
    unit,
  });
  return [
    ...(window === null ? [] : decisionRows(`last ${window.minutes} min`, window)),
    ...decisionRows(total, start.decisions),
    number(total, 'own time p50', start.latency_ms.p50, 'ms'),
    number(total, 'own time p95', start.latency_ms.p95, 'ms'),
    number(total, 'own time p99', start.latency_ms.p99, 'ms'),
    number(total, 'events emitted', start.events_emitted),
    ...Object.entries(start.events_dropped).map(([why, count]) => number(total, `events dropped: ${why}`, count)),
    number(total, 'orders filled', start.orders.success),
    number(total, 'orders rejected', start.orders.rejected),
    number(total, 'shadow orders submitted', start.orders.submitted_shadow),
    number('now', 'own time p99, last one to two minutes', now.latency_p99_ms, 'ms'),
    number('now', 'lines waiting for the log', now.event_queue_depth),
    number('now', 'ECE of the model', now.ece),
    number('now', 'Brier score of the model', now.brier),
    number('now', 'CVaR at 5 %', now.cvar95_min, '% of equity'),
  ];
}

const decisionRows = (
  stretch: string,
  { decisions, allowed, denied, deny_rate, denials }: DecisionCounts,
): SummaryRow[] => [
  { stretch, metric: 'decisions', value: decisions, unit: '' },
  { stretch, metric: 'allowed', value: allowed, unit: '' },
  { stretch, metric: 'denied', value: denied, unit: '' },
  { stretch, metric: 'deny rate', value: deny_rate, unit: 'share' },
  ...denials.map(({ guard, reason, denied: count }) => ({
    stretch,
    metric: `denied by ${guard ?? '?'}: ${reason}`,
    value: count,
    unit: '',
  })),
];

/** A number as people read it, with its unit. */
export function valueText({ value, unit }: SummaryRow): string {
  if (value === null) return 'not known';
  if (unit === 'share') return percentText(value);
  const text = Number.isInteger(value) ? String(value) : value.toPrecision(3);
  return unit === '' ? text : `${text} ${unit}`;
}

/** What stands above the numbers. */
export const summaryTitle = ({ url, at, since_start: { started_at: startedAt } }: GateSummary): string =>
  `${url} at ${momentText(Date.parse(at))}${startedAt === null ? '' : `, started ${momentText(Date.parse(startedAt))}`}`;
