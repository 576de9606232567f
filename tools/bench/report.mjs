// What was measured, as tables for people.
import Table from 'cli-table3';
import { eventTables } from './events/event-rows.mjs';
import { httpTables } from './http/http-rows.mjs';
import { marketTables } from './market/market-rows.mjs';
import { replayTables } from './replay/replay-rows.mjs';
import { row, rowAtMost } from './rows.mjs';

const HEAD = ['median (range of rounds)', 'goal', 'met'];

/** Tables by title; a section that was not run is left out. */
function tablesOf({ decision, allocations, rules, http, isotonic, start, market, events, replay }) {
  return {
    ...(decision && { 'Decision in process, every guard on': decisionRows(decision, allocations) }),
    ...(rules && { 'Four threshold guards, decisions a second': rulesRows(rules) }),
    ...(http && httpTables(http)),
    ...(isotonic && { Others: otherRows(isotonic, start) }),
    ...(market && marketTables(market)),
    ...(events && eventTables(events)),
    ...(replay && replayTables(replay)),
  };
}

const decisionRows = ({ pipeline_decide, engine_check, ratio_100k_to_1k }, allocations) => [
  rowAtMost('Pipeline.decide, median', pipeline_decide.median_us, ' µs', 2),
  rowAtMost('Pipeline.decide, p99', pipeline_decide.p99_us, ' µs', 10),
  row('GateEngine.check (answer, bytes, events), median', engine_check.median_us, ' µs'),
  row('GateEngine.check, p99', engine_check.p99_us, ' µs'),
  rowAtMost('100 000 latency samples against 1 000, medians', ratio_100k_to_1k, ' ×', 3),
  row('allocated by Pipeline.decide', allocations.pipeline_decide_bytes, ' B'),
  row('allocated by GateEngine.check', allocations.engine_check_bytes, ' B'),
];

const rulesRows = ({ per_second, ...ratios }) => [
  row('aurora: verdicts, numbers and reasons', per_second.aurora),
  row('json-logic-engine, compiled: yes or no', per_second.json_logic_engine),
  row('json-rules-engine: yes or no', per_second.json_rules_engine),
  row('cedar-wasm, policy parsed before: yes or no', per_second.cedar),
  row('JSON.parse of a request body, nothing else', per_second.json_parse),
  row('aurora against json-logic-engine', ratios.ratio_to_json_logic_engine, ' ×'),
  row('aurora against json-rules-engine', ratios.ratio_to_json_rules_engine, ' ×'),
  row('aurora against cedar-wasm', ratios.ratio_to_cedar, ' ×'),
  row('aurora against JSON.parse', ratios.ratio_to_json_parse, ' ×'),
];

const otherRows = (isotonic, start) => [
  rowAtMost('isotonic fit of 1 000 000 points', isotonic.seconds, ' s', 1),
  rowAtMost('aurora-api, spawn to first answer', start.first_answer_seconds, ' s', 1.5),
  rowAtMost('aurora-api, resident while idle', start.idle_resident_mib, ' MiB', 150),
];

/** What was asked for and could not be measured, in words. */
export const skipped = ({ market }) =>
  [market?.skipped, market?.runner_skipped].filter((why) => why !== undefined).map((why) => `market: ${why}`);

/** What was promised and not found, in words. */
export const unmetGoals = (results) =>
  Object.values(tablesOf(results))
    .flat()
    .filter(({ met }) => met === 'no')
    .map(({ what, measured, goal }) => `${what}: ${measured}, goal ${goal}`);

export const machineLine = ({ cpu, cores, memory_gib, platform, node, pinned, load_at_start }) =>
  `${cpu}, ${cores} cores, ${memory_gib} GiB, ${platform}, Node ${node}, load ${load_at_start} at start` +
  (pinned ? ', server and client on cores of their own' : '');

export function textReport(machine, results) {
  const tables = Object.entries(tablesOf(results)).map(([title, rows]) => {
    const table = new Table({ head: [title, ...HEAD], style: { head: [], border: [], compact: true } });
    for (const { what, measured, goal, met } of rows) table.push([what, measured, goal, met]);
    return table.toString();
  });
  return `${machineLine(machine)}\n${tables.join('\n')}\n`;
}

export const markdownTables = (results) =>
  Object.entries(tablesOf(results))
    .map(([title, rows]) => {
      const lines = rows.map(({ what, measured, goal, met }) => `| ${what} | ${measured} | ${goal} | ${met} |`);
      return [`### ${title}`, '', `| | ${HEAD.join(' | ')} |`, '| --- | --- | --- | --- |', ...lines].join('\n');
    })
    .join('\n\n');
