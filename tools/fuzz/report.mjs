// The result of a run, for people.

export const machineLine = ({ cpu, cores, memory_gib, platform, node, pinned, load_at_start }) =>
  `${cpu}, ${cores} cores, ${memory_gib} GiB, ${platform}, Node ${node}, load ${load_at_start} at start${pinned ? ', the service on a core of its own' : ''}`;

const count = (value) => Math.round(value).toLocaleString('en');
const ms = (value) => `${value.toFixed(0)} ms`;

/** `[what, measured, promise, kept]`. */
function rowsOf({
  requests,
  connections,
  seconds,
  per_second,
  statuses,
  open_api,
  streamed,
  within,
  session,
  golden,
  series,
  problems,
  broken,
  seed,
}) {
  const fives = Object.entries(statuses).reduce((sum, [status, n]) => sum + (Number(status) >= 500 ? n : 0), 0);
  const rows = [
    ['requests', `${count(requests)} over ${connections} connections in ${count(seconds)} s, seed ${seed}`],
    ['requests a second', count(per_second)],
    [
      'answers by status',
      Object.entries(statuses)
        .map(([status, n]) => `${status}: ${count(n)}`)
        .join(', '),
    ],
    ['answers 5xx', count(fives), '0', fives === 0],
    ['answers not as promised', count(problems.length), '0', problems.length === 0],
    [
      'operations of the OpenAPI document',
      `${open_api.operations}; ${count(open_api.valid)} valid and ${count(open_api.invalid)} invalid requests of them`,
    ],
    ['messages of the event stream read', count(streamed)],
  ];
  if (session === undefined) return rows;
  rows.push(
    ['lines of the event log, all whole and valid', count(session.lines), '', session.problems.length === 0],
    ['lines of the order records', count(session.order_lines)],
    [
      'decisions made again from the log, differing',
      `${count(session.decisions)}, ${session.differences}`,
      '0 differ',
      session.differences === 0,
    ],
    [
      'golden requests, after the fuzz and after a restart',
      `${golden} as before`,
      'the same',
      !broken.some((one) => one.includes('golden')),
    ],
    [
      'longest hold of the event loop',
      `${ms(Math.min(within.longest_held_ms, within.longest_busy_ms))} (${ms(within.longest_wall_ms)} with other processes and collections)`,
      '≤ 50 ms',
      !broken.some((one) => one.includes('event loop')),
    ],
    ['longest collection of garbage', ms(within.longest_gc_ms)],
    ['series of /metrics, before and after', series.map(count).join(', ')],
  );
  if (within.heap !== null)
    rows.push([
      'alive on the heap after a minute, growth',
      `${within.heap.last_mib.toFixed(0)} MiB, ${within.heap.slope_mib_per_minute.toFixed(2)} MiB a minute`,
      '≤ 2 MiB a minute',
      !broken.some((one) => one.includes('heap grows')),
    ]);
  return rows;
}

const kept = (row) => (row[3] === undefined ? '' : row[3] ? 'yes' : 'no');

export function textReport(machine, result) {
  const rows = rowsOf(result).map(
    (row) => `  ${row[0]}: ${row[1]}${row[2] ? ` (promised ${row[2]}: ${kept(row)})` : ''}`,
  );
  const problems = result.problems.map(
    ({ what, job, kind, request, answer }) => `  ${what}\n    job ${job}, ${kind}\n    → ${request}\n    ← ${answer}`,
  );
  const broken = result.broken.map((one) => `  BROKEN: ${one}`);
  const again = result.broken.length > 0 ? [`  repeat with --seed ${result.seed}`] : ['  every promise was kept'];
  return `${[machineLine(machine), ...rows, ...problems, ...broken, ...again].join('\n')}\n`;
}

export function markdownTable(result) {
  const rows = rowsOf(result).map((row) => `| ${row[0]} | ${row[1]} | ${row[2] ?? ''} | ${kept(row)} |`);
  return ['| | measured | promised | kept |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
