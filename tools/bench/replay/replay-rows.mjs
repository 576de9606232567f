// What was measured of judging logs again, as rows.
import { row, rowAtLeast } from '../rows.mjs';

const GOAL_PER_SECOND = 50_000;

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

const titleOf = (what, { decisions, lines, bytes }) =>
  `A log judged again, one core, ${what}: ${decisions.toLocaleString('en')} decisions, ${(lines / decisions).toFixed(1)} lines and ` +
  `${kb(bytes / decisions)} a decision; decisions a second`;

/** The goal is held against decisions with their events; reports are work of their own. */
export const replayTables = ({ asked, reported }) => ({
  [titleOf('decisions and their events', asked)]: rowsOf(asked, GOAL_PER_SECOND),
  [titleOf('with a report on every allowed order', reported)]: rowsOf(reported, null),
});

function rowsOf({ per_second, per_cpu_second, ratio_same_to_json, ratio_changed_to_json }, goal) {
  const held = (what, result) => (goal === null ? row(what, result) : rowAtLeast(what, result, '', goal));
  return [
    row('JSON.parse of every line, nothing else', per_second.json),
    held('as it was, every answer to the byte', per_second.same),
    held('by another configuration beside its own', per_second.changed),
    row('JSON.parse, a second of processor time', per_cpu_second.json),
    row('as it was, a second of processor time', per_cpu_second.same),
    row('by another, a second of processor time', per_cpu_second.changed),
    row('as it was, against JSON.parse', ratio_same_to_json, ' ×'),
    row('by another, against JSON.parse', ratio_changed_to_json, ' ×'),
  ];
}
