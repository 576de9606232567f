// Every order ends once, and goes no further than the gate allowed.
import { TERMINAL } from '../read/runner-log.mjs';
import { atLeast, equal, none } from './rows.mjs';

/** Quantities are decimal texts read as floats. */
const ROUNDING = 1e-9;

export function judgeOrders({ runnerLog, gateLog, files, options }) {
  const orders = [...runnerLog.orders.values()].filter(({ submits }) => submits.length > 0);
  const strays = [...runnerLog.orders.values()].filter(({ submits }) => submits.length === 0);
  return [
    atLeast('orders submitted', orders.length, options.leastOrders ?? 1),
    none('orders without exactly one end', orders.flatMap(withoutOneEnd), ` of ${orders.length} (${byEnd(orders)})`),
    none(
      'client order ids used twice',
      orders.filter(({ submits }) => submits.length > 1).map(({ cid }) => cid),
    ),
    none(
      'order events without an order',
      strays.map(({ cid, events }) => `${cid} ${events[0].code}`),
    ),
    none('events after the end of an order', orders.flatMap(afterTheEnd)),
    ...judgeApproval(orders, gateLog),
    none('bad lines in the runner’s log', runnerLog.problems.list, ` of ${runnerLog.lines.toLocaleString('en')}`),
    none('bad lines in the gate’s log', gateLog.problems.list, ` of ${gateLog.lines.toLocaleString('en')}`),
    none('bad lines in the orders files', [...files.runner.problems.list, ...files.gate.problems.list]),
    equal('decisions judged again from the log otherwise', gateLog.replay.differences, 0),
  ];
}

const byEnd = (orders) =>
  TERMINAL.map((code) => [code, orders.filter(({ terminals }) => terminals[0]?.code === code).length])
    .filter(([, times]) => times > 0)
    .map(([code, times]) => `${code} ${times}`)
    .join(', ');

const withoutOneEnd = ({ cid, terminals }) =>
  terminals.length === 1 ? [] : [`${cid}: ${terminals.map(({ code }) => code).join(' ') || 'never ended'}`];

/** A late acknowledgement of something already over is no news of the order. */
function afterTheEnd({ cid, events, terminals }) {
  if (terminals.length === 0) return [];
  return events
    .slice(events.indexOf(terminals[0]) + 1)
    .filter(({ code }) => !['ORDER.ACK', 'ORDER.CANCEL.ACK', 'ORDER.STATUS'].includes(code))
    .map(({ code }) => `${cid}: ${code}`);
}

function judgeApproval(orders, { decisions }) {
  const problems = [];
  let failOpen = 0;
  for (const { cid, submits } of orders) {
    const { record, details } = submits[0];
    if (details.fail_open === true) {
      failOpen++;
      continue;
    }
    const decision = decisions.get(record.decisionId ?? details.decision_id);
    if (decision === undefined) problems.push(`${cid}: no decision ${record.decisionId}`);
    else if (!decision.allow) problems.push(`${cid}: denied with ${decision.reason}`);
    else if (Number(record.qty) > decision.maxQty * (1 + ROUNDING))
      problems.push(`${cid}: ${record.qty} of ${decision.maxQty}`);
    else if (decision.cid !== null && decision.cid !== cid) problems.push(`${cid}: allowed as ${decision.cid}`);
  }
  const what = 'orders the gate did not allow, or not as large';
  return [none(what, problems, ` of ${orders.length - failOpen}; ${failOpen} marked fail_open`)];
}
