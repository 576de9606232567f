// One client order id finds the whole way of an order, from signal to result, in both logs.
import { grep } from '../read/text-search.mjs';
import { atLeast, none } from './rows.mjs';

const SAMPLE = 10;

/** What a search for the id of an opening that was filled must find in each log; the parent gate judges its child alone. */
const stagesOf = (order, { child, runnerLog }) => ({
  runner: [
    'MODEL.CALIBRATION',
    'EXPECTED_NET_REWARD_GATE',
    ...(order.submits[0].record.symbol === child ? ['PARENT_GATE.EVAL'] : []),
    'POLICY.DECISION',
    'ORDER.SUBMIT',
    'ORDER.ACK',
    'ORDER.FILL',
    'TCA.ANALYSIS',
  ],
  gate: runnerLog.verdicts.get(order.cid)?.source === 'gate' ? ['POLICY.DECISION', 'POSTTRADE.LOG'] : [],
});

/** @param seen `folders` of both logs by name, `child` symbol; `random` picks the sample. */
export async function judgeOneGrep(seen) {
  const filled = [...seen.runnerLog.orders.values()].filter(
    ({ submits, terminals }) =>
      submits.length === 1 && submits[0].details.purpose === 'open' && terminals[0]?.code === 'ORDER.FILL',
  );
  const sample = Array.from({ length: Math.min(SAMPLE, filled.length) }, () =>
    filled.splice(seen.random.int(0, filled.length - 1), 1).at(0),
  );
  const missing = [];
  const cids = sample.map(({ cid }) => cid);
  for (const name of ['runner', 'gate']) {
    const found = await grep(seen.folders[name], cids);
    for (const order of sample) {
      const gone = stagesOf(order, seen)[name].filter((code) => !found.get(order.cid).has(code));
      if (gone.length > 0) missing.push(`${order.cid}: no ${gone.join(', ')} in the log of the ${name}`);
    }
  }
  return [
    atLeast('filled openings looked up by their id', sample.length, 1),
    none('of them without a stage from signal to result', missing),
  ];
}
