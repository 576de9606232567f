// The gate's event log over all its lives, read once and judged again.
import { LogReplay } from '@aurora/engine';
import { validateEventLine } from '@aurora/events';
import { readEvents } from '@aurora/events/node';
import { GUARD_SET } from '@aurora/gates';
import { msOf, Problems } from './runner-log.mjs';

/**
 * @returns `{ lives, lines, counts, lastLife: { lines, counts }, decisions, reports, replay, problems }`: decisions by
 *   their id, reports by order id.
 */
export async function readGateLog(folder) {
  const log = {
    ...{ lives: 0, lines: 0, counts: new Map(), lastLife: { lines: 0, counts: new Map() } },
    ...{ decisions: new Map(), reports: new Map(), problems: new Problems() },
  };
  const replay = new LogReplay(GUARD_SET);
  let lastNs = 0n;
  const onBadLine = ({ file, number, reason }) => log.problems.add(`${file}:${number}: ${reason}`);
  for await (const { record, line } of readEvents(folder, { onBadLine })) {
    const { eventCode, tsNs } = record;
    if (eventCode === 'AURORA.STARTUP.OK') {
      log.lives++;
      log.lastLife = { lines: 0, counts: new Map() };
    }
    for (const part of [log, log.lastLife]) {
      part.lines++;
      part.counts.set(eventCode, (part.counts.get(eventCode) ?? 0) + 1);
    }
    if (tsNs <= lastNs) log.problems.add(`time does not increase: ${line}`);
    lastNs = tsNs;
    for (const problem of validateEventLine(line)) log.problems.add(`${problem}: ${line}`);
    replay.feed(record);
    if (eventCode === 'POLICY.DECISION') takeDecision(log.decisions, record);
    if (eventCode === 'POSTTRADE.LOG') takeReport(log.reports, record);
  }
  log.replay = { decisions: replay.decisions, differences: replay.differenceCount };
  return log;
}

function takeDecision(decisions, { decisionId, details, tsNs }) {
  const { request, decision } = details;
  decisions.set(decisionId, {
    atMs: msOf(tsNs),
    allow: decision.allow,
    maxQty: decision.max_qty,
    reason: decision.reason,
    cid: request.order.client_order_id ?? null,
    symbol: request.order.symbol,
    reduceOnly: request.order.reduce_only === true,
  });
}

/** A report that came twice counts as its last. */
function takeReport(reports, { details, tsNs }) {
  const { body } = details;
  const id = body.client_order_id ?? body.order_id;
  if (!reports.has(id)) reports.set(id, []);
  reports.get(id).push({ ...body, atMs: msOf(tsNs) });
}
