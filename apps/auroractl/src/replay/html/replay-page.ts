import type { Flips, ReplayReport, Sameness } from '../replay-report';
import { comparedText, count, KIND_TEXT } from '../replay-text';
import type { PlotData } from '../run-replay';
import { beforeAndAfter, flipsOverTime } from './flip-plots';
import { escaped, figure, page, section, table } from './html';
import { limitPlot } from './limit-plot';

/** Guards whose numbers are drawn. */
const MAX_GUARDS = 4;
const MAX_ROWS = 100;

/** The report as one HTML page without anything from outside. `plots` is what a change gave; `null` without one. */
export async function replayPage(report: ReplayReport, plots: PlotData | null): Promise<string> {
  const parts = report.changed ? await flipParts(report, plots) : sameParts(report);
  return page(`Replay of ${report.log}`, [heading(report), ...parts, footer(report)].join('\n'));
}

function heading(report: ReplayReport): string {
  const { log, since, until, symbols, decisions } = report;
  const [number, what] = report.changed
    ? [report.flips, `of ${count(decisions)} decisions flip`]
    : [report.different, `of ${count(decisions)} decisions did not come out as in the log`];
  const said = [
    ...(report.changed ? report.change : ['judged again as it was']),
    ...(report.changed ? [followsText(report)] : []),
    ...(since === null ? [] : [`from ${since}`]),
    ...(until === null ? [] : [`up to ${until}`]),
    ...(symbols === null ? [] : [`symbols ${symbols.join(', ')}`]),
  ];
  return `<header><h1>Replay of <code>${escaped(log)}</code></h1>
<p class="big"><b>${count(number)}</b> ${what}</p>
<ul class="said">${said.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul></header>`;
}

const followsText = ({ state_follows: follows }: Flips): string =>
  follows === 'log'
    ? 'each decision is judged in the state that the log led to: one flip does not drag others behind it'
    : 'the state follows the new decisions; fills and profit are those of the log';

function sameParts({ differences, different }: Sameness): string[] {
  if (different === 0) return ['<p>Every decision came out again to the byte.</p>'];
  const rows = differences.flatMap(({ decision_id: id, time, symbol, members }) =>
    members.map(({ path, logged, now }) => [
      time,
      symbol,
      id,
      path,
      JSON.stringify(logged) ?? '',
      JSON.stringify(now) ?? '',
    ]),
  );
  return [section('The first differences', table(['time', 'symbol', 'decision', 'member', 'in the log', 'now'], rows))];
}

async function flipParts(report: Flips, plots: PlotData | null): Promise<string[]> {
  const { flip_rows: flips, reasons, by_symbol: symbols, examples, allowed } = report;
  const allowedText = `<p>Allowed: ${count(allowed.was)} then, ${count(allowed.would)} by the change.</p>`;
  if (report.flips === 0 || plots === null) return [allowedText, section('By reason', reasonTable(report))];
  return [
    allowedText,
    section(
      'Flips by guard and reason',
      table(
        ['#count', 'flip', 'guard', 'then', 'by the change'],
        flips
          .slice(0, MAX_ROWS)
          .map(({ kind, guard, from, to, count: n }) => [count(n), KIND_TEXT[kind], guard, from, to]),
      ),
    ),
    '<div class="plots">',
    figure(await flipsOverTime(plots.times)),
    ...(reasons.some(({ reason }) => reason !== 'ok') ? [figure(await beforeAndAfter(reasons))] : []),
    ...(await limitFigures(plots)),
    '</div>',
    section('By reason', reasonTable(report)),
    section(
      'By symbol',
      table(
        ['symbol', '#decisions', '#flips'],
        symbols.slice(0, MAX_ROWS).map((row) => [row.symbol, count(row.decisions), count(row.flips)]),
      ),
    ),
    section(
      'The first flips',
      table(
        ['time', 'symbol', 'side', '#quantity', 'then', 'by the change', 'compared', 'decision'],
        examples.map((each) => [
          each.time,
          each.symbol,
          each.side,
          String(each.qty),
          ...outcome(each),
          comparedText(each),
          each.decision_id,
        ]),
      ),
    ),
  ];
}

const outcome = ({ kind, from, to, max_qty: max }: Flips['examples'][number]): [string, string] =>
  kind === 'max_qty' ? [String(max.was), String(max.would)] : [from, to];

const reasonTable = ({ reasons }: Flips): string =>
  table(
    ['reason', '#then', '#by the change'],
    reasons.map(({ reason, was, would }) => [reason, count(was), count(would)]),
  );

async function limitFigures({ guards, samples }: PlotData): Promise<string[]> {
  const figures: string[] = [];
  for (const [guard] of guards.slice(0, MAX_GUARDS)) {
    const plot = await limitPlot(guard, samples.of(guard));
    if (plot !== null) figures.push(figure(plot));
  }
  return figures;
}

function footer(report: ReplayReport): string {
  const { lines, decisions_read: read, elapsed_ms: ms, bad_lines: bad, problems, missing_start: missing } = report;
  const wrong = [
    ...(report.changed && report.not_as_logged > 0
      ? [
          `${count(report.not_as_logged)} decisions do not come out as logged even without the change; they are compared with the log`,
        ]
      : []),
    ...(missing === null ? [] : [`the log begins in the middle: ${count(missing.events)} events could not be judged`]),
    ...(bad === 0 ? [] : [`${count(bad)} lines cannot be read or judged`]),
    ...problems.map(({ file, line, reason }) => `${file}:${line}: ${reason}`),
  ];
  const list =
    wrong.length === 0 ? '' : `<ul class="wrong">${wrong.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul>`;
  return `<footer>${list}<p>${count(lines)} lines read, ${count(read)} decisions judged in ${(ms / 1000).toFixed(1)} s.</p></footer>`;
}
