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
    ...judgeApproval(orders, runnerLog, gateLog),
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

/** An order stands on a decision of the gate that allowed it, or says that the gate was not there. */
function judgeApproval(orders, { verdicts }, { decisions }) {
  const asFailOpen = orders.filter(({ cid }) => verdicts.get(cid)?.source === 'fail_open');
  const problems = orders
    .filter((order) => !asFailOpen.includes(order))
    .flatMap(({ cid, submits }) => {
      const { decisionId, qty } = submits[0].record;
      const decision = decisions.get(decisionId);
      if (decision === undefined) return [`${cid}: no decision ${decisionId}`];
      if (!decision.allow) return [`${cid}: denied with ${decision.reason}`];
      if (Number(qty) > decision.maxQty * (1 + ROUNDING)) return [`${cid}: ${qty} of ${decision.maxQty}`];
      return decision.cid === cid ? [] : [`${cid}: allowed as ${decision.cid}`];
    });
  const rest = ` of ${orders.length - asFailOpen.length}; ${asFailOpen.length} more went while the gate did not answer, and say so`;
  return [none('orders the gate did not allow, or not as large', problems, rest)];
}
