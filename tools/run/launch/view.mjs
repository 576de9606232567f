import Table from 'cli-table3';
import pc from 'picocolors';

const REASONS_SHOWN = 5;
/** Lines of the screen beside those of the last decisions. */
const OTHER_LINES = 20;
const LEAST_DECISIONS = 3;

const sum = (counts) => Object.values(counts).reduce((total, each) => total + each, 0);
const clock = (ms) => new Date(ms).toISOString().slice(11, 19);
const number = (value) => Math.round(value).toLocaleString('en');
const usdt = (value) => `${value.toFixed(2)} USDT`;
const latency = ({ tick_to_decision_ms: ms }) =>
  ms ? `p50 ${ms.p50.toFixed(2)} ms  p99 ${ms.p99.toFixed(2)} ms` : 'not measured yet';
const plural = (times, what) => `${times} ${what}${times === 1 ? '' : 's'}`;
/** `stall 2, gap 1`; what never happened is left out. */
const tally = (counts) =>
  Object.entries(counts)
    .filter(([, times]) => times > 0)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');

/** Denials by reason, most frequent first. */
function reasons(deny) {
  const sorted = Object.entries(deny).sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, REASONS_SHOWN).map(([reason, times]) => `${reason} ${times}`);
  return sorted.length > REASONS_SHOWN ? [...shown, `${sorted.length - REASONS_SHOWN} more`] : shown;
}

/** How much of a number came each second since the statistics before. */
export function perSecond(key, stats, before) {
  const elapsedMs = stats.elapsed_ms - (before?.elapsed_ms ?? 0);
  return elapsedMs > 0 ? ((stats[key] - (before?.[key] ?? 0)) * 1000) / elapsedMs : 0;
}

const bookFaults = ({ mismatches, gaps, crossings, parse_errors }) =>
  `${mismatches} mismatches, ${gaps} gaps, ${crossings} crossed, ${parse_errors} parse errors`;

/** Verdicts that no gate gave. */
const withoutGate = ({ verdicts }) => tally({ ...verdicts, gate: 0 });

const gates = ({ reward_gate: reward, parent_gate: parent }) =>
  `net reward ${reward.allow} pass, ${reward.deny} blocked; parent gate ${parent.allow} pass, ${parent.deny} denied`;

/** One line, for a screen that cannot redraw. */
export function plainLine(stats, before, { venue } = {}) {
  const faults = tally(venue?.status?.faults ?? {});
  return [
    clock(stats.elapsed_ms),
    `${number(perSecond('frames', stats, before))} frames/s`,
    ...(faults ? [`faults: ${faults}`] : []),
    `${stats.signals} signals`,
    gates(stats),
    `${stats.decisions} decided`,
    `${stats.allow} allowed`,
    `${sum(stats.deny)} denied`,
    ...reasons(stats.deny),
    `${stats.fills} fills`,
    `${stats.open_positions} open`,
    `PnL ${usdt(stats.pnl_usdt)}`,
    latency(stats),
  ].join(' | ');
}

/** @param scene where everything is; @param rows lines the screen has. */
export function liveTable(stats, before, scene, { folder, rows = 24 }) {
  // Without lines between the rows it all fits on a screen of 24.
  const numbers = new Table({ colWidths: [12, 86], wordWrap: true, style: { compact: true } });
  const { elapsed_ms: elapsedMs, allow_open: opened, allow_exit: closed, decisions, deny } = stats;
  const denied = sum(deny);
  const broken = stats.mismatches + stats.gaps + stats.crossings + stats.parse_errors;
  const alone = withoutGate(stats);
  numbers.push(
    ['gate', `${scene.gate}  ${pc.dim('shadow')}${alone ? pc.yellow(`  without it: ${alone}`) : ''}`],
    ['exchange', venueText(scene)],
    [
      'market',
      `${number(stats.frames)} frames (${number(perSecond('frames', stats, before))}/s)  ` +
        (broken ? pc.yellow : pc.dim)(bookFaults(stats)),
    ],
    ['signals', `${number(stats.signals)}  ${gates(stats)}`],
    [
      'decisions',
      `${number(decisions)} in ${clock(elapsedMs)} (${perSecond('decisions', stats, before).toFixed(1)}/s)`,
    ],
    ['allowed', pc.green(`${stats.allow}`) + `  ${plural(opened, 'opening')}, ${plural(closed, 'exit')}`],
    ['denied', pc.red(`${denied}`) + `  ${reasons(deny).join(', ')}`],
    ['latency', `${latency(stats)}  ${pc.dim('from tick to decision')}`],
    ['orders', `${stats.orders} submitted, ${stats.fills} filled, ${stats.open_orders} open`],
    ['positions', `${stats.open_positions} open, ${stats.closed_trades} closed, PnL ${profit(stats.pnl_usdt)}`],
    ['model', `${stats.model}  ${pc.dim(`${stats.rss_mb} MB resident`)}`],
    ['session', `${folder}  ${pc.dim(scene.metrics ?? '')}`],
  );
  const latest = decisionsTable(stats.last.slice(-Math.max(LEAST_DECISIONS, rows - OTHER_LINES)));
  return `${numbers}\n${latest}${pc.dim('Ctrl-C stops')}`;
}

const profit = (value) => (value < 0 ? pc.red : pc.green)(usdt(value));

function venueText({ venue }) {
  if (venue === undefined) return pc.dim('none: the recording is read as fast as it goes');
  const { status, framesPerS = 0 } = venue;
  if (status === undefined) return venue.url;
  const faults = tally(status.faults);
  const clients = plural(status.clients, 'client');
  return `${venue.url}  ${number(framesPerS)} frames/s, ${clients}${faults ? pc.yellow(`  faults: ${faults}`) : ''}`;
}

function decisionsTable(decisions) {
  if (decisions.length === 0) return '';
  const latest = new Table({
    head: ['symbol', 'side', 'kind', 'score', 'p', 'verdict'],
    style: { head: ['dim'], compact: true },
  });
  for (const { symbol, side, kind, score, p, allow, reason, max_qty } of decisions)
    latest.push([symbol, side, kind, score, p, allow ? pc.green(`allow ${max_qty}`) : pc.red(reason)]);
  return `${latest}\n`;
}

/** What stays on the screen after the end. */
export function summaryText(stats, { venue } = {}, folder) {
  const lines = stats
    ? [
        `ran ${clock(stats.elapsed_ms)}: ${number(stats.frames)} frames; book: ${bookFaults(stats)}`,
        `signals: ${number(stats.signals)}; ${gates(stats)}`,
        `decisions: ${number(stats.decisions)}, ${stats.allow} allowed, ${sum(stats.deny)} denied${withoutGate(stats) ? `; without the gate: ${withoutGate(stats)}` : ''}`,
        ...Object.entries(stats.deny).map(([reason, times]) => `  ${reason}: ${times}`),
        `latency from tick to decision: ${latency(stats)}`,
        `shadow orders: ${stats.orders} submitted, ${stats.fills} filled; ${stats.closed_trades} trades closed, ${stats.open_positions} open, PnL ${usdt(stats.pnl_usdt)}`,
      ]
    : ['stopped before the first decision'];
  const { status } = venue ?? {};
  const exchange = status
    ? [`exchange: faults: ${tally(status.faults) || 'none'}; order requests: ${status.order_requests}`]
    : [];
  return [...lines, ...exchange, `session: ${folder}`].join('\n');
}
