// The runner's event log, read once: what every judgement needs, and no more.
import { readJsonl, readEvents, sessionFiles } from '@aurora/events/node';
import { orderDeniedProblems, orderFailedProblems, orderSuccessProblems, validateEventLine } from '@aurora/events';

export const TERMINAL = ['ORDER.FILL', 'ORDER.CANCEL', 'ORDER.REJECT', 'ORDER.EXPIRE'];
const MAX_PROBLEMS = 10;

export const msOf = (tsNs) => Number(tsNs / 1000n) / 1000;

/** Lines that are bad by themselves; only the first few are kept. */
export class Problems {
  list = [];
  count = 0;

  add(what) {
    this.count++;
    if (this.list.length < MAX_PROBLEMS) this.list.push(what.slice(0, 400));
  }
}

/**
 * @returns `{ lines, counts, stamps, orders, signals, verdicts, tca, problems }`: by code how often and when (ms); by client
 *   order id the orders with all that happened to them, the signals, and what the gate, or nobody, said.
 */
export async function readRunnerLog(folder) {
  const log = {
    lines: 0,
    counts: new Map(),
    stamps: new Map(),
    orders: new Map(),
    signals: new Map(),
    verdicts: new Map(),
    tca: [],
    problems: new Problems(),
  };
  let lastNs = 0n;
  const onBadLine = ({ file, number, reason }) => log.problems.add(`${file}:${number}: ${reason}`);
  for await (const { record, line } of readEvents(folder, { onBadLine })) {
    const { eventCode, tsNs } = record;
    log.lines++;
    log.counts.set(eventCode, (log.counts.get(eventCode) ?? 0) + 1);
    const atMs = msOf(tsNs);
    if (!log.stamps.has(eventCode)) log.stamps.set(eventCode, []);
    log.stamps.get(eventCode).push(atMs);
    if (tsNs <= lastNs) log.problems.add(`time does not increase: ${line}`);
    lastNs = tsNs;
    for (const problem of validateEventLine(line)) log.problems.add(`${problem}: ${line}`);
    if (eventCode.startsWith('ORDER.')) takeOrder(log.orders, record, atMs);
    if (eventCode === 'MODEL.CALIBRATION') log.signals.set(record.cid, { atMs, ...record.details });
    if (eventCode === 'POLICY.DECISION')
      log.verdicts.set(record.cid, { atMs, decisionId: record.decisionId, ...record.details });
    if (eventCode === 'TCA.ANALYSIS') log.tca.push({ atMs, cid: record.cid, symbol: record.symbol, ...record.details });
  }
  return log;
}

function takeOrder(orders, record, atMs) {
  const { eventCode, cid = 'none', details } = record;
  if (!orders.has(cid)) orders.set(cid, { cid, submits: [], terminals: [], events: [] });
  const order = orders.get(cid);
  const event = { code: eventCode, atMs, details, record };
  order.events.push(event);
  if (eventCode === 'ORDER.SUBMIT') order.submits.push(event);
  if (TERMINAL.includes(eventCode)) order.terminals.push(event);
}

const CHECKS = {
  orders: () => [],
  orders_denied: orderDeniedProblems,
  orders_success: orderSuccessProblems,
  orders_failed: orderFailedProblems,
};

/** The orders files of a session folder: by file its records, and what is wrong with any. */
export async function readOrderFiles(folder) {
  const files = { problems: new Problems() };
  for (const [base, problemsOf] of Object.entries(CHECKS)) {
    files[base] = [];
    for (const path of await sessionFiles(folder, base)) {
      await readJsonl(path, {
        onLine: (record, number) => {
          files[base].push(record);
          for (const what of problemsOf(record)) files.problems.add(`${path}:${number}: ${what}`);
        },
        onBadLine: ({ number, reason }) => files.problems.add(`${path}:${number}: ${reason}`),
      });
    }
  }
  return files;
}
