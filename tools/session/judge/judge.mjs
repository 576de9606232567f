// Every promise of a session, in the order in which a reader wants to know.
import { judgeCounters } from './counters.mjs';
import { judgeEnds } from './ends.mjs';
import { judgeMarket } from './market.mjs';
import { judgeMoney } from './money.mjs';
import { judgeOneGrep } from './one-grep.mjs';
import { judgeOrders } from './orders.mjs';
import { judgeResources } from './resources.mjs';

/** @returns rows `{ what, measured, limit, kept }`. */
export async function judge(seen) {
  return [
    ...judgeEnds(seen),
    ...judgeOrders(seen),
    ...judgeMarket(seen),
    ...judgeMoney(seen),
    ...judgeCounters(seen),
    ...(await judgeOneGrep(seen)),
    ...judgeResources(seen),
  ];
}
