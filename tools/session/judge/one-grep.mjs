// One client order id finds the whole way of an order, from signal to result, in both logs.
import { grep } from '../read/text-search.mjs';
import { atLeast, none } from './rows.mjs';

const SAMPLE = 10;

/** What a search for the id of an opening that was filled must find; the parent gate judges its child alone. */
const stagesOf = (order, child) => [
  'MODEL.CALIBRATION',
  'EXPECTED_NET_REWARD_GATE',
  ...(order.submits[0].record.symbol === child ? ['PARENT_GATE.EVAL'] : []),
  ...(order.submits[0].details.fail_open === true ? [] : ['POLICY.DECISION']),
  'ORDER.SUBMIT',
  'ORDER.ACK',
  'ORDER.FILL',
  'TCA.ANALYSIS',
];

/** @param seen `runnerLog`, `folders` of both logs, `child` symbol, `random` picks the sample. */
export async function judgeOneGrep({ runnerLog, folders, child, random }) {
  const filled = [...runnerLog.orders.values()].filter(
    ({ submits, terminals }) =>
      submits.length === 1 && submits[0].details.purpose === 'open' && terminals[0]?.code === 'ORDER.FILL',
  );
  const sample = Array.from({ length: Math.min(SAMPLE, filled.length) }, () =>
    filled.splice(random.int(0, filled.length - 1), 1).at(0),
  );
  const found = await grep(
    folders,
    sample.map(({ cid }) => cid),
  );
  const missing = sample.flatMap((order) => {
    const codes = new Set(found.get(order.cid).map(({ code }) => code));
    const gone = stagesOf(order, child).filter((code) => !codes.has(code));
    return gone.length === 0 ? [] : [`${order.cid}: no ${gone.join(', ')}`];
  });
  return [
    atLeast('filled openings looked up by their id', sample.length, 1),
    none('of them without a stage from signal to result', missing),
  ];
}
