// Reads the log of a session folder, rotated and compressed parts included, and holds it against what clients were told.
import { isDeepStrictEqual } from 'node:util';
import { LogReplay } from '@aurora/engine';
import { validateEventLine } from '@aurora/events';
import { readEvents, readJsonl, sessionFiles } from '@aurora/events/node';
import { GUARD_SET } from '@aurora/gates';

const copyOf = (value) => JSON.parse(JSON.stringify(value));

/** A day without profit or loss is as good as none: asking for the risk of the moment begins it. */
const comparable = (part, value) =>
  part === 'day_pnl' && value.sumPct === 0 && value.sumUsdt === 0 ? { ...value, day: null } : value;

/** Every event in order. Whatever is wrong with the log by itself is a broken promise. */
export async function readLog(sessionDir, promises, { onStart = () => {}, replays = true } = {}) {
  const log = { events: 0, lives: 0, decisions: new Map(), reports: new Map(), codes: new Map(), lastTsNs: 0n };
  const replay = new LogReplay(GUARD_SET);
  const onBadLine = ({ file, number, reason, text }) =>
    promises.holds(
      false,
      'every line of the event log can be read',
      `${file}:${number}: ${reason}: ${text.slice(0, 200)}`,
    );
  for await (const { record, line } of readEvents(sessionDir, { onBadLine })) {
    log.events++;
    log.codes.set(record.eventCode, (log.codes.get(record.eventCode) ?? 0) + 1);
    const problems = validateEventLine(line);
    promises.holds(problems.length === 0, 'every event is valid', `${problems[0]}: ${line}`);
    promises.holds(record.tsNs > log.lastTsNs, 'time stamps of events increase', `${log.lastTsNs} then ${record.tsNs}`);
    const { lastTsNs } = log;
    log.lastTsNs = record.tsNs;
    if (record.eventCode === 'AURORA.STARTUP.OK') {
      log.lives++;
      onStart({ before: copyOf(replay.snapshot()), restored: record.details.state, lastTsNs, tsNs: record.tsNs });
    }
    if (replays) replay.feed(record);
    if (record.eventCode === 'POLICY.DECISION') takeDecision(record, log, promises);
    if (record.eventCode === 'POSTTRADE.LOG') count(log.reports, record.details.body.order_id);
  }
  const [difference] = replay.differences;
  promises.holds(
    replay.differenceCount === 0,
    'the log replays to the same decisions, to the byte',
    difference && `${replay.differenceCount} differ: ${difference.logged} → ${difference.replayed}`,
  );
  return { ...log, snapshot: copyOf(replay.snapshot()) };
}

const count = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);

function takeDecision({ decisionId, details }, log, promises) {
  const { request, decision } = details;
  promises.holds(!log.decisions.has(decisionId), 'a decision is in the log once', decisionId);
  log.decisions.set(decisionId, {
    place: log.decisions.size,
    text: JSON.stringify(decision),
    key: request.req_id ?? null,
    symbol: request.order.symbol,
    grantedUsdt: decision.max_qty * request.order.price,
  });
}

const idOf = ({ text }) => JSON.parse(text).decision_id;

/** What was answered is in the log as it was answered, once, and each client's answers in its order. @returns how many are missing. */
export function holdAgainst(log, { heard, reported }, promises, mayLose = false) {
  let lost = 0;
  const last = new Map();
  for (const one of heard) {
    const logged = log.decisions.get(idOf(one));
    if (logged === undefined) {
      lost++;
      if (!mayLose) promises.holds(false, 'an answered decision is in the log', one.text);
      continue;
    }
    promises.holds(
      logged.text === one.text,
      'the log has a decision as it was answered',
      `${one.text} → ${logged.text}`,
    );
    if (one.client === null) continue;
    promises.holds(
      logged.place > (last.get(one.client) ?? -1),
      'the log has the order in which a client was answered',
      one.text,
    );
    last.set(one.client, logged.place);
  }
  for (const orderId of reported) {
    const times = log.reports.get(orderId) ?? 0;
    if (times === 0 && mayLose) lost++;
    else promises.equal(times, 1, 'an answered report is in the log once');
  }
  const keys = [...log.decisions.values()].flatMap(({ key }) => key ?? []);
  if (!mayLose) promises.equal(new Set(keys).size, keys.length, 'an idempotency key is decided once');
  return lost;
}

/** The orders files hold whole lines, and the denials that were answered. */
export async function checkOrderFiles(sessionDir, { heard, reported, reportedAgain = [] }, promises, mayLose = false) {
  const denied = await idsIn(sessionDir, 'orders_denied', 'decision_id', promises);
  const orders = await idsIn(sessionDir, 'orders', 'order_id', promises);
  await idsIn(sessionDir, 'orders_success', 'order_id', promises);
  await idsIn(sessionDir, 'orders_failed', 'order_id', promises);
  if (mayLose) return;
  const answered = new Set();
  const repeated = new Set();
  for (const one of heard) if (!JSON.parse(one.text).allow) (one.client === null ? repeated : answered).add(idOf(one));
  for (const id of answered)
    promises.equal(denied.get(id) ?? 0, 1, 'an answered denial is in orders_denied.jsonl once');
  const missing = (ids, found) => ids.filter((id) => !found.has(id)).length;
  promises.gap(
    'a denial answered first by a repeat after the kill is in the event log and not in orders_denied.jsonl',
    missing([...repeated], denied),
  );
  promises.gap(
    'a report repeated after the kill is in the event log and not in orders.jsonl',
    missing(reportedAgain, orders),
  );
  for (const id of reported) promises.equal(orders.get(id) ?? 0, 1, 'an answered report is in orders.jsonl once');
}

async function idsIn(sessionDir, base, field, promises) {
  const ids = new Map();
  for (const file of await sessionFiles(sessionDir, base)) {
    await readJsonl(file, {
      onLine: (value) => count(ids, value[field]),
      onBadLine: ({ number, reason }) =>
        promises.holds(false, 'every line of an orders file can be read', `${file}:${number}: ${reason}`),
    });
  }
  return ids;
}

/** Allowed value by symbol. */
export function grantedBySymbol(log) {
  const granted = new Map();
  for (const { symbol, grantedUsdt } of log.decisions.values())
    granted.set(symbol, (granted.get(symbol) ?? 0) + grantedUsdt);
  return granted;
}

/** A start takes over what the log says took effect: nothing looser, and beyond stops nothing different. */
export function holdStart({ before, restored }, promises, where) {
  if (before === null) return;
  if (!promises.holds(restored !== null, 'a start takes over the state', where)) return;
  for (const part of Object.keys(before)) {
    if (part === 'health') continue;
    promises.holds(
      isDeepStrictEqual(comparable(part, before[part]), comparable(part, restored[part])),
      `a start takes over the ${part} of the log`,
      `${where}: ${JSON.stringify(before[part])} → ${JSON.stringify(restored[part])}`,
    );
  }
  const [old, now] = [before.health, restored.health];
  const kept = now.armed === old.armed && (now.halted || !old.halted) && now.cooloffUntilMs >= old.cooloffUntilMs;
  promises.holds(
    kept,
    'a start takes over disarm, halt and cool-off',
    `${where}: ${JSON.stringify(old)} → ${JSON.stringify(now)}`,
  );
}

/** What is stored at the end is what the log gives, part by part. */
export function holdsStored(stored, snapshot, promises, where) {
  for (const part of Object.keys(snapshot)) {
    promises.holds(
      isDeepStrictEqual(stored[part], snapshot[part]),
      `the stored ${part} is the one the log gives`,
      `${where}: ${JSON.stringify(snapshot[part])} → ${JSON.stringify(stored[part])}`,
    );
  }
}
