// The result for people: a table of promises and one of faults.
import Table from 'cli-table3';
import { median } from './measure/trend.mjs';

const FULL_MINUTES = 120;

const ms = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const count = (value) => Math.round(value).toLocaleString('en');
const kept = (row) => (row.kept === null ? 'too short to judge' : row.kept ? 'yes' : '**no**');
const minutes = (seconds) => Number((seconds / 60).toFixed(1));

export const machineLine = ({ cpu, cores, memory_gib, platform, node, pinned, load_at_start }) =>
  `${cpu}, ${cores} cores, ${memory_gib} GiB, ${platform}, Node ${node}, load ${load_at_start} at start` +
  (pinned ? ', service and client on cores of their own' : '');

/** What was measured, as short facts. */
function facts({ options, machine, saturation, bodies, life, load, watch }) {
  const { faults, stretches, samples } = watch;
  const lived = minutes(life.livedS);
  const { questions, allowed, reports, repeats } = load.totals;
  const over = (key) => ms(median(stretches.map((stretch) => stretch[key])));
  const rss = samples.filter(({ atS }) => atS > options.warmUpS).map(({ rssMib }) => rssMib);
  const top = Object.entries(load.reasons)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 8)
    .map(([reason, times]) => `${reason} ${((100 * times) / questions).toFixed(1)} %`);
  return [
    `Machine: ${machineLine(machine)}.`,
    `Life: ${lived} minutes under load, ${faults.length} faults, seed ${options.seed}.` +
      (lived < FULL_MINUTES ? ` The whole form is ${FULL_MINUTES} minutes; this run was shorter.` : ''),
    `Load: ${count(saturation * options.load)} requests a second, ${options.load} of the ${count(saturation)} the service ` +
      `carried at most over 32 connections just before; open loop, latency from the moment a request was meant to be sent.`,
    `Traffic: ${count(questions)} questions (${((100 * allowed) / questions).toFixed(1)} % allowed), ${count(reports)} reports, ` +
      `${count(repeats)} repeats, from ${count(bodies.recorded)} recorded and ${count(bodies.generated)} generated moments of the market` +
      (bodies.missing === null ? '.' : `; no recordings at ${bodies.missing}.`),
    `Answers: ${top.join(', ')}.`,
    `Calm stretches, medians: p50 ${over('p50Ms')} ms, p99 ${over('p99Ms')} ms, p99.9 ${over('p999Ms')} ms. ` +
      `Client late by itself, p99: ${ms(median(samples.map(({ sentLateP99Ms }) => sentLateP99Ms)))} ms.`,
    `Resident memory after the warm-up: median ${count(median(rss))} MiB, most ${count(Math.max(...rss))} MiB.`,
  ];
}

/** One row a kind of fault, over all its times. */
function faultRows(faults) {
  return [...grouped(faults)].sort().map(([letter, times]) => ({
    letter,
    name: times[0].name,
    times: times.length,
    did: times.at(-1).did,
    worst: ms(Math.max(...times.map(({ worstP99Ms }) => worstP99Ms))),
    recovered: Math.max(0, ...times.map(({ recoveredS }) => recoveredS ?? 0)).toFixed(1),
    statuses: statusesOf(times),
  }));
}

/** By letter. */
function grouped(faults) {
  const kinds = new Map();
  for (const fault of faults) kinds.set(fault.letter, [...(kinds.get(fault.letter) ?? []), fault]);
  return kinds;
}

function statusesOf(times) {
  const sum = {};
  for (const { statuses = {} } of times) {
    for (const [status, seen] of Object.entries(statuses)) sum[status] = (sum[status] ?? 0) + seen;
  }
  return Object.entries(sum)
    .map(([status, seen]) => `${status}: ${count(seen)}`)
    .join(', ');
}

export function textReport(result) {
  const promised = new Table({
    head: ['promise', 'measured', 'limit', 'kept'],
    style: STYLE,
    colWidths: WIDTHS,
    wordWrap: true,
  });
  for (const row of result.promises) promised.push([row.what, row.measured, row.limit, kept(row)]);
  const faults = new Table({ head: ['', 'fault', 'times', 'worst p99 ms', 'back after s', 'answers'], style: STYLE });
  for (const row of faultRows(result.watch.faults))
    faults.push([row.letter, row.name, row.times, row.worst, row.recovered, row.statuses]);
  return `${facts(result).join('\n')}\n${promised}\n${faults}\n`;
}

const STYLE = { head: [], border: [], compact: true };
const WIDTHS = [62, 40, 24, 10];

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

export function markdownReport(result) {
  const promised = result.promises.map(
    (row) => `| ${cell(row.what)} | ${cell(row.measured)} | ${row.limit} | ${kept(row)} |`,
  );
  const faults = faultRows(result.watch.faults).map(
    ({ letter, name, times, did, worst, recovered, statuses }) =>
      `| ${letter} | ${name} | ${times} | ${did} | ${worst} ms | ${recovered} s | ${statuses} |`,
  );
  return [
    facts(result)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    ['| promise | measured | limit | kept |', '| --- | --- | --- | --- |', ...promised].join('\n'),
    'Dotted rules are faults; the letters stand in the table below.',
    '![Latency over time](reliability/soak-latency.svg)',
    '![Memory and descriptors over time](reliability/soak-memory.svg)',
    '![Load and event loop over time](reliability/soak-load.svg)',
    [
      '| | fault | times | the last time | worst p99 of a second | longest until latency was back | answers to the fault itself |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...faults,
    ].join('\n'),
  ].join('\n\n');
}
