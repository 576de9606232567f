// The result for people: a table of promises and one of faults.
import Table from 'cli-table3';
import { quantileOf } from './read-metrics.mjs';
import { machineLine } from '../soak/report.mjs';
import { calmBuckets } from './judge/resources.mjs';
import { FAULTS } from './faults/catalogue.mjs';

const FULL_MINUTES = 30;

const count = (value) => Math.round(value).toLocaleString('en');
const verdict = (row) => (row.kept === null ? 'too short to judge' : row.kept ? 'kept' : 'BROKEN');

/** What was measured, as short facts. */
function facts(seen) {
  const { options, machine, livedS, faults, runnerLog, gateLog, venueStatus, summary, watch } = seen;
  const minutes = Number((livedS / 60).toFixed(1));
  const of = (code) => count(runnerLog.counts.get(code) ?? 0);
  const buckets = calmBuckets(watch, options);
  const ms = (q) => `${quantileOf(buckets, q).toFixed(2)} ms`;
  return [
    `Machine: ${machineLine({ ...machine, pinned: false })}.`,
    `Session: ${minutes} minutes, ${faults.length} faults, seed ${options.seed}, market ${options.recording ?? 'generated'}.` +
      (minutes < FULL_MINUTES ? ` The whole form is ${FULL_MINUTES} minutes; this one was shorter.` : ''),
    `Market: ${count(venueStatus.frames_sent)} frames sent over ${venueStatus.connections_total} connections.`,
    `Signals: ${of('MODEL.CALIBRATION')} calibrated, ${of('EXPECTED_NET_REWARD_GATE')} judged by net reward, ${of('PARENT_GATE.EVAL')} by the parent gate, ` +
      `${count(gateLog.decisions.size)} decided by the gate.`,
    `Orders: ${of('ORDER.SUBMIT')} submitted, ${of('ORDER.FILL')} filled; ${of('TCA.ANALYSIS')} analyses of costs; PnL ${(summary?.pnl_usdt ?? NaN).toFixed(2)} USDT.`,
    `Tick to decision without a fault: p50 ${ms(0.5)}, p99 ${ms(0.99)}.`,
    ...(seen.diskLeftOut ? ['Left out: the full disk, since a file system of its own takes root.'] : []),
  ];
}

/** One row a kind of fault, over all its times. */
function faultRows(faults) {
  return Object.entries(FAULTS).flatMap(([name, { letter, title }]) => {
    const times = faults.filter((fault) => fault.name === name);
    if (times.length === 0) return [];
    const recovered = times.map(({ recoveredS }) => recoveredS);
    const did = times.at(-1).did;
    return {
      letter,
      title: did === '' ? title : `${title} (${did})`,
      times: times.length,
      lastsS: ((times[0].toMs - times[0].fromMs) / 1000).toFixed(1),
      recovered: recovered.includes(Infinity) ? 'never' : `${Math.max(0, ...recovered.map(Number)).toFixed(1)} s`,
    };
  });
}

export function textReport(seen) {
  const promised = new Table({
    head: ['promise', 'measured', 'limit', ''],
    style: STYLE,
    colWidths: [52, 56, 20, 10],
    wordWrap: true,
  });
  for (const row of seen.promises) promised.push([row.what, row.measured, row.limit, verdict(row)]);
  const faults = new Table({ head: ['', 'fault', 'times', 'lasts s', 'back after'], style: STYLE });
  for (const row of faultRows(seen.faults)) faults.push(Object.values(row));
  return `${facts(seen).join('\n')}\n${promised}\n${seen.faults.length > 0 ? `${faults}\n` : ''}`;
}

const STYLE = { head: [], border: [], compact: true };

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

export function markdownReport(seen) {
  const promised = seen.promises.map(
    (row) => `| ${cell(row.what)} | ${cell(row.measured)} | ${cell(row.limit)} | ${verdict(row)} |`,
  );
  const faults = faultRows(seen.faults).map((row) => `| ${Object.values(row).map(cell).join(' | ')} |`);
  return [
    facts(seen)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    ['| promise | measured | limit | |', '| --- | --- | --- | --- |', ...promised].join('\n'),
    'Dotted rules are faults; the letters stand in the table below.',
    '![Market, books and orders over time](reliability/session-market.svg)',
    '![Memory and event loop of the runner over time](reliability/session-runner.svg)',
    ['| | fault | times | lasts s | back after |', '| --- | --- | --- | --- | --- |', ...faults].join('\n'),
  ].join('\n\n');
}
