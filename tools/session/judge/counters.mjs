// What the processes count is what stands in their files.
import { atMost, count, equal, none } from './rows.mjs';

/** Clocks of log and harness are read at different places of one machine. */
const SLACK_MS = 50;

export function judgeCounters(seen) {
  return [...judgeRunner(seen), ...judgeGate(seen), ...judgeBetween(seen)];
}

/**
 * The runner counted on while it was read: what it said must lie between the events before the question and those up to
 * the answer.
 */
function judgeRunner({ lastScrape, runnerLog, files, summary }) {
  const { metrics, fromMs, toMs } = lastScrape;
  const wrong = [];
  const dropped = metrics.sum('wisescalp_events_dropped');
  const within = (what, value, stamps, missing = 0) => {
    const [least, most] = [upTo(stamps, fromMs - SLACK_MS), upTo(stamps, toMs + SLACK_MS)];
    if (value < least || value > most + missing) wrong.push(`${what} ${value}, in the log ${least} to ${most}`);
  };
  const emitted = metrics.by('aurora_events_emitted_total', 'code');
  for (const [code, value] of emitted) within(code, value, runnerLog.stamps.get(code) ?? [], dropped);
  for (const code of runnerLog.stamps.keys())
    if (!emitted.has(code)) within(code, 0, runnerLog.stamps.get(code), dropped);
  within('submitted', metrics.sum('aurora_orders_submitted_shadow_total'), runnerLog.stamps.get('ORDER.SUBMIT') ?? []);
  const ends = [...runnerLog.orders.values()].flatMap(({ terminals }) => terminals.map(({ atMs }) => atMs));
  within(
    'ended',
    metrics.sum('wisescalp_orders_terminal_total'),
    ends.sort((a, b) => a - b),
  );
  return [
    none('counters of the runner that differ from its log', wrong, ` of ${emitted.size + 2}`),
    equal('lines of the runner dropped', summary?.events_dropped ?? dropped, 0),
    ...judgeOrderFiles(runnerLog, files.runner),
  ];
}

/** Orders by what became of them: partial fills have lines of their own. */
function judgeOrderFiles({ orders }, { orders_success: success, orders_failed: failed }) {
  const where = (isTrue) => [...orders.values()].filter(({ events }) => events.some(isTrue)).map(({ cid }) => cid);
  const named = (records) => new Set(records.map(({ client_order_id: cid }) => cid));
  return [
    alike(
      'orders of its orders_success.jsonl, against those filled, whole or in part',
      named(success),
      where(({ details }) => details.filled > 0),
    ),
    alike(
      'orders of its orders_failed.jsonl, against those rejected',
      named(failed),
      // One that would have taken from the book, and was not to, did not fail: it is told as expired.
      where(({ code, details }) => code === 'ORDER.REJECT' && details.reason !== 'post_only_would_take'),
    ),
  ];
}

function alike(what, inFile, inLog) {
  const missing = inLog.filter((cid) => !inFile.has(cid)).map((cid) => `${cid} is missing`);
  const strange = [...inFile].filter((cid) => !inLog.includes(cid)).map((cid) => `${cid} is not in the log`);
  return none(what, [...missing, ...strange], ` of ${count(inLog.length)} differ`);
}

const upTo = (stamps, ms) => stamps.filter((stamp) => stamp <= ms).length;

/** Counters begin anew with every life: those of the last one are held against its part of the log. */
function judgeGate({ gateMetrics, gateLog, files }) {
  const { lastLife, counts, decisions } = gateLog;
  const emitted = gateMetrics.by('aurora_events_emitted_total', 'code');
  const codes = new Set([...emitted.keys(), ...lastLife.counts.keys()]);
  const wrong = [...codes]
    .filter((code) => (emitted.get(code) ?? 0) !== (lastLife.counts.get(code) ?? 0))
    .map((code) => `${code} ${emitted.get(code) ?? 0}, in the log ${lastLife.counts.get(code) ?? 0}`);
  const decided = gateMetrics.sum('aurora_pretrade_decisions_total');
  const denied = [...decisions.values()].filter(({ allow }) => !allow).length;
  return [
    none('counters of the gate that differ from its log', wrong, ` of ${codes.size}`),
    equal(
      'decisions it counted since its last start, against its log',
      decided,
      lastLife.counts.get('POLICY.DECISION') ?? 0,
    ),
    equal('lines of its orders_denied.jsonl, against denials in its log', files.gate.orders_denied.length, denied),
    equal(
      'lines of its orders.jsonl, against reports in its log that were no repeats',
      files.gate.orders.length,
      [...counts].reduce((sum, [code, count]) => sum + (code.startsWith('ORDER.') ? count : 0), 0),
    ),
  ];
}

/** Nobody answers for the gate: what the runner took for its answers, it gave. */
function judgeBetween({ gateLog, runnerLog, summary }) {
  const given = [...runnerLog.verdicts.values()].filter(({ source }) => source === 'gate');
  const strange = given
    .filter(({ decisionId }) => !gateLog.decisions.has(decisionId))
    .map(({ decisionId }) => decisionId);
  const asked = gateLog.decisions.size;
  return [
    none('answers of the gate in the runner’s log that are not in the gate’s', strange, ` of ${count(given.length)}`),
    atMost('answers the runner counted, against decisions in the gate’s log', summary?.verdicts.gate ?? NaN, asked),
  ];
}
