// What was measured, as rows for people. Goals stand beside what they are held against.
import Table from 'cli-table3';

const number = (value) => {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
};
const shown = ({ median, min, max }, unit = '') => `${number(median)}${unit} (${number(min)}–${number(max)})`;

const below = (goal, unit) => ({ text: `≤ ${goal}${unit}`, met: (value) => value <= goal });
const above = (goal) => ({ text: `≥ ${goal}`, met: (value) => value >= goal });
const row = (what, result, unit, goal) => ({
  what,
  measured: shown(result, unit),
  goal: goal?.text ?? '',
  met: goal ? (goal.met(result.median) ? 'yes' : 'no') : '',
});

const SERVERS = {
  aurora_os: 'aurora-api, log reaches the system before the answer',
  aurora_async: 'aurora-api, log asynchronous',
  express: 'bare Express, parse and echo',
  node_http: 'bare node:http, parse and echo',
};

/** Sections of rows; a section that was not run is left out. */
export function rowsOf({ decision, allocations, rules, http, isotonic, start }) {
  return {
    'Decision in process, every guard on': decision && [
      row('Pipeline.decide, median', decision.pipeline_decide.median_us, ' µs', below(2, ' µs')),
      row('Pipeline.decide, p99', decision.pipeline_decide.p99_us, ' µs'),
      row('GateEngine.check (answer, bytes, events), median', decision.engine_check.median_us, ' µs'),
      row('GateEngine.check, p99', decision.engine_check.p99_us, ' µs'),
      row('100 000 latency samples against 1 000, medians', decision.ratio_100k_to_1k, ' ×', below(3, ' ×')),
      row('allocated by Pipeline.decide', allocations.pipeline_decide_bytes, ' B'),
      row('allocated by GateEngine.check', allocations.engine_check_bytes, ' B'),
    ],
    'Four threshold guards, decisions a second': rules && [
      row('aurora: verdicts, numbers and reasons', rules.per_second.aurora),
      row('json-logic-engine, compiled: yes or no', rules.per_second.json_logic_engine),
      row('json-rules-engine: yes or no', rules.per_second.json_rules_engine),
      row('aurora against json-rules-engine', rules.ratio_to_json_rules_engine, ' ×'),
      row('aurora against json-logic-engine', rules.ratio_to_json_logic_engine, ' ×'),
    ],
    'HTTP at saturation, requests a second': http && [
      ...Object.entries(SERVERS).map(([name, what]) => row(what, http.servers[name].per_second)),
      row('aurora-api against bare Express', http.ratios.aurora_os_to_express, ' ×', above(0.8)),
      row('aurora-api against bare node:http', http.ratios.aurora_os_to_node_http, ' ×', above(0.75)),
      row('aurora-api, log asynchronous, against bare Express', http.ratios.aurora_async_to_express, ' ×'),
      row('aurora-api, log asynchronous, against bare node:http', http.ratios.aurora_async_to_node_http, ' ×'),
    ],
    'HTTP at saturation, latency':
      http &&
      Object.entries(SERVERS).flatMap(([name, what]) => [
        row(`${what}, p50`, http.servers[name].p50_ms, ' ms'),
        row(`${what}, p99`, http.servers[name].p99_ms, ' ms'),
      ]),
    Others: isotonic && [
      row('isotonic fit of 1 000 000 points', isotonic.seconds, ' s', below(1, ' s')),
      row('aurora-api, spawn to first answer', start.first_answer_seconds, ' s', below(1.5, ' s')),
      row('aurora-api, resident while idle', start.idle_resident_mib, ' MiB', below(150, ' MiB')),
    ],
  };
}

const sectionsOf = (results) => Object.entries(rowsOf(results)).filter(([, rows]) => rows);

export const machineLine = ({ cpu, cores, memory_gib, platform, node, pinned, load_at_start }) =>
  `${cpu}, ${cores} cores, ${memory_gib} GiB, ${platform}, Node ${node}, load ${load_at_start} at start` +
  (pinned ? ', server and client on cores of their own' : '');

export function textReport(machine, results) {
  const tables = sectionsOf(results).map(([title, rows]) => {
    const table = new Table({
      head: [title, 'median (range of rounds)', 'goal', 'met'],
      style: { head: [], border: [], compact: true },
    });
    for (const { what, measured, goal, met } of rows) table.push([what, measured, goal, met]);
    return table.toString();
  });
  return `${machineLine(machine)}\n${tables.join('\n')}\n`;
}

export function markdownTables(results) {
  return sectionsOf(results)
    .map(([title, rows]) => {
      const lines = rows.map(({ what, measured, goal, met }) => `| ${what} | ${measured} | ${goal} | ${met} |`);
      return [
        `### ${title}`,
        '',
        '| | median (range of rounds) | goal | met |',
        '| --- | --- | --- | --- |',
        ...lines,
      ].join('\n');
    })
    .join('\n\n');
}
