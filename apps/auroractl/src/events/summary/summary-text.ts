import Table from 'cli-table3';
import { paint } from '../../cli/answer';
import type { LogSummaryReport } from './summarise-log';

/** The tables a summary can be asked for in full. */
export type Dimension = 'code' | 'symbol' | 'reason' | 'hour';

const MOST_ROWS = 10;
const whole = (value: number): string => value.toLocaleString('en');
const share = (part: number, all: number): string => (all === 0 ? '' : `${((100 * part) / all).toFixed(1)} %`);

type Row = readonly string[];

interface Section {
  readonly head: Row;
  readonly rows: readonly Row[];
  /** Cut at the end, or at the beginning: of hours the last ones matter. */
  readonly keeps: 'first' | 'last';
}

/** The report for people: the whole in a few lines, then the tables, or the one that is asked for with all its rows. */
export function summaryText(report: LogSummaryReport, others: readonly string[], by: Dimension | undefined): string {
  const sections = sectionsOf(report);
  const tables = by === undefined ? (['code', 'reason', 'symbol', 'hour'] as const) : [by];
  return [
    ...overview(report),
    ...concerns(report).map((line) => paint.yellow(line)),
    ...others.map((path) => paint.dim(`not in it: ${path}`)),
    ...tables
      .filter((name) => sections[name].rows.length > 0)
      .map((name) => tableText(sections[name], by === undefined ? MOST_ROWS : Infinity)),
  ].join('\n');
}

function overview(report: LogSummaryReport): string[] {
  const { log, files, bytes, lines, from, to, decisions, latency_ms: latency, orders, runs } = report;
  const rows = [
    ['log', `${log}: ${whole(lines)} events in ${files} ${files === 1 ? 'file' : 'files'}, ${sizeText(bytes)}`],
    ['time (UTC)', from === null ? 'no event' : `${shortTime(from)} to ${shortTime(to!)}, ${spanText(report.span_s)}`],
    ['runs', runs.length === 0 ? '0' : `${runs.length}, the last from ${shortTime(runs.at(-1)!.from)}`],
    ['decisions', decisionsText(decisions)],
    ['latency (ms)', latency === null ? 'not logged' : latencyText(latency)],
    [
      'orders',
      Object.entries(orders)
        .map(([end, count]) => `${end} ${whole(count)}`)
        .join(', '),
    ],
  ];
  return rows.map(([name, text]) => `${name!.padEnd(13)} ${text}`);
}

const decisionsText = ({ total, allow, deny }: LogSummaryReport['decisions']): string =>
  total === 0 ? 'none' : `${whole(total)}: ${whole(allow)} allowed, ${whole(deny)} denied (${share(deny, total)})`;

const latencyText = ({ p50, p95, p99, max }: NonNullable<LogSummaryReport['latency_ms']>): string =>
  `p50 ${short(p50)}, p95 ${short(p95)}, p99 ${short(p99)}, max ${short(max)}, as the decisions say`;

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** What somebody should look at. */
function concerns(report: LogSummaryReport): string[] {
  const { bad_lines: bad, missing_parts: missing, broken_files: broken, longest_silence: silence } = report;
  const [first] = bad.first;
  return [
    ...(bad.count > 0
      ? [
          `${whole(bad.count)} bad lines, the first ${first!.file}:${first!.line ?? '?'}: ${first!.reason}; see \`events validate\``,
        ]
      : []),
    ...(missing.length > 0 ? [`rotated parts missing in between: ${missing.slice(0, 20).join(', ')}`] : []),
    ...broken.map(({ file, reason }) => `${file} cannot be read to its end: ${reason}`),
    ...(report.out_of_order > 0
      ? [`${whole(report.out_of_order)} events are not after the one before in their run`]
      : []),
    ...(report.held_back > 0 ? [`${whole(report.held_back)} events were held back by sampling or rate limit`] : []),
    ...(silence !== null && silence.seconds >= 60
      ? [`longest silence ${spanText(silence.seconds)}, until ${shortTime(silence.until)}`]
      : []),
  ];
}

function sectionsOf({ events_by_code: codes, lines, decisions }: LogSummaryReport): Record<Dimension, Section> {
  const decided = ({ allow, deny }: { allow: number; deny: number }): Row => [
    whole(allow),
    whole(deny),
    share(deny, allow + deny),
  ];
  const DECIDED = ['allowed', 'denied', 'deny rate'];
  return {
    code: {
      head: ['code', 'events', 'share'],
      rows: codes.map(({ code, events }) => [code, whole(events), share(events, lines)]),
      keeps: 'first',
    },
    reason: {
      head: ['reason', 'decisions', 'share'],
      rows: decisions.by_reason.map(({ reason, allow, deny }) => [
        reason,
        whole(allow + deny),
        share(allow + deny, decisions.total),
      ]),
      keeps: 'first',
    },
    symbol: {
      head: ['symbol', 'events', ...DECIDED],
      rows: decisions.by_symbol.map((row) => [row.symbol, whole(row.events), ...decided(row)]),
      keeps: 'first',
    },
    hour: {
      head: ['hour (UTC)', 'events', ...DECIDED],
      rows: decisions.by_hour.map((row) => [
        row.hour.slice(0, 16).replace('T', ' '),
        whole(row.events),
        ...decided(row),
      ]),
      keeps: 'last',
    },
  };
}

function tableText({ head, rows, keeps }: Section, most: number): string {
  const shown = keeps === 'first' ? rows.slice(0, most) : rows.slice(-Math.min(most, rows.length));
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  for (const row of shown) table.push([...row]);
  const left = rows.length - shown.length;
  return `${table.toString()}${left > 0 ? `\n${paint.dim(`… and ${whole(left)} more: --by ${head[0]!.split(' ')[0]}`)}` : ''}`;
}

function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

const shortTime = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

function spanText(seconds: number): string {
  if (seconds < 120) return `${short(seconds)} s`;
  return seconds < 7200 ? `${short(seconds / 60)} min` : `${short(seconds / 3600)} h`;
}
