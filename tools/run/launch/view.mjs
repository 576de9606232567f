import Table from 'cli-table3';
import pc from 'picocolors';

const REASONS_SHOWN = 6;
const LATENCY_DIGITS = 2;

const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);
const clock = (ms) => new Date(ms).toISOString().slice(11, 19);
const latency = ({ latency_ms }) =>
  latency_ms
    ? `p50 ${latency_ms.p50.toFixed(LATENCY_DIGITS)} ms  p99 ${latency_ms.p99.toFixed(LATENCY_DIGITS)} ms`
    : 'no answer yet';

/** Denials by reason, most frequent first. */
function reasons(deny) {
  const sorted = Object.entries(deny).sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, REASONS_SHOWN).map(([reason, count]) => `${reason} ${count}`);
  return sorted.length > REASONS_SHOWN ? [...shown, `${sorted.length - REASONS_SHOWN} more`] : shown;
}

/** Decisions a second since the statistics before. */
export function decisionRate(stats, before) {
  const elapsedMs = stats.elapsed_ms - (before?.elapsed_ms ?? 0);
  return elapsedMs > 0 ? ((stats.decisions - (before?.decisions ?? 0)) * 1000) / elapsedMs : 0;
}

/** One line, for a screen that cannot redraw. */
export function plainLine(stats, before) {
  return [
    clock(stats.elapsed_ms),
    `${decisionRate(stats, before).toFixed(1)} decisions/s`,
    `${stats.decisions} decided`,
    `${stats.allow} allowed`,
    `${sum(stats.deny)} denied${stats.unanswered ? `, ${stats.unanswered} unanswered` : ''}`,
    ...reasons(stats.deny),
    latency(stats),
    `mismatches ${stats.mismatches}`,
    `parse errors ${stats.parse_errors}`,
  ].join(' | ');
}

/** The screen: numbers above, the latest decisions below. */
export function liveTable(stats, before, { url, folder }) {
  // Without lines between the rows it all fits on a screen of 24.
  const numbers = new Table({ colWidths: [14, 84], wordWrap: true, style: { compact: true } });
  const faults = stats.mismatches + stats.parse_errors + stats.gaps + stats.crossings;
  numbers.push(
    ['gate', `${url}  ${pc.dim('shadow')}`],
    [
      'decisions',
      `${stats.decisions}  (${decisionRate(stats, before).toFixed(1)}/s)  in ${clock(stats.elapsed_ms)}${unanswered(stats)}`,
    ],
    ['allowed', pc.green(`${stats.allow}`) + `  (${stats.allow_open} openings, ${stats.allow_exit} exits)`],
    ['denied', pc.red(`${sum(stats.deny)}`) + `  ${reasons(stats.deny).join(', ')}`],
    ['latency', latency(stats)],
    ['positions', `${stats.open_positions} open, ${stats.fills} fills, PnL ${stats.pnl_usdt.toFixed(2)} USDT`],
    ['market', `${stats.frames} frames (${stats.frames_per_s}/s)`],
    ['book', (faults ? pc.yellow : pc.dim)(bookFaults(stats))],
    ['session', folder],
  );
  const latest = new Table({
    head: ['symbol', 'side', 'kind', 'score', 'p', 'verdict'],
    style: { head: ['dim'], compact: true },
  });
  for (const { symbol, side, kind, score, p, allow, reason, max_qty } of stats.last)
    latest.push([symbol, side, kind, score, p, allow ? pc.green(`allow ${max_qty}`) : pc.red(reason)]);
  return `${numbers}\n${stats.last.length ? `${latest}\n` : ''}${pc.dim('Ctrl-C stops')}`;
}

const unanswered = ({ unanswered: count }) => (count ? pc.yellow(`  ${count} unanswered`) : '');

const bookFaults = ({ mismatches, gaps, crossings, parse_errors }) =>
  `${mismatches} mismatches, ${gaps} gaps, ${crossings} crossed, ${parse_errors} parse errors`;

/** What stays on the screen after the end. */
export function summaryText(stats, folder) {
  const lines = stats
    ? [
        `ran ${clock(stats.elapsed_ms)}: ${stats.decisions} decisions, ${stats.allow} allowed, ${sum(stats.deny)} denied, ${stats.unanswered} unanswered`,
        ...Object.entries(stats.deny).map(([reason, count]) => `  ${reason}: ${count}`),
        `latency: ${latency(stats)}`,
        `shadow orders: ${stats.fills} filled, ${stats.unfilled} not, PnL ${stats.pnl_usdt.toFixed(2)} USDT`,
        `market: ${stats.frames} frames; book: ${bookFaults(stats)}`,
      ]
    : ['stopped before the first decision'];
  return [...lines, `session: ${folder}`].join('\n');
}
