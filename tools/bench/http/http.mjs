// Everything that goes over the wire: saturation, a flow of orders with their outcomes, and fixed rates.
import { CONTESTANTS, startContestants } from './contestants.mjs';
import { refuseDenials } from './denials.mjs';
import { fixedRates } from './fixed-rate.mjs';
import { startLoadClient } from './load-client.mjs';
import { loadUntilRest, saturate, summaryOf } from './saturate.mjs';

/** Rounds of the connections the goals are set for, and of the others. */
const CONNECTIONS = { one: 1, usual: 32, many: 256 };

/** @param plan of plan.mjs. */
export async function measureHttp({ plan, pinned, say }) {
  const client = startLoadClient({ pinned });
  const contestants = await startContestants({ pinned }).catch(async (error) => {
    await client.stop();
    throw error;
  });
  try {
    const { servers } = contestants;
    const load = (name, job) => loadUntilRest(client, servers[name], { connections: CONNECTIONS.usual, ...job });
    say('HTTP, warming up');
    for (const name of CONTESTANTS) await load(name, { ms: plan.warmUpMs });
    const saturation = {};
    for (const [name, connections] of Object.entries(CONNECTIONS)) {
      const rounds = name === 'usual' ? plan.rounds : plan.fewRounds;
      saturation[name] = await saturate({ servers, client, connections, rounds, roundMs: plan.roundMs, say });
    }
    const orders = [];
    for (let round = 0; round < plan.fewRounds; round++) {
      say(`HTTP, orders with their outcomes, round ${round + 1} of ${plan.fewRounds}`);
      orders.push(await load('aurora_os', { ms: plan.roundMs, flow: 'orders' }));
    }
    const saturationPerSecond = saturation.usual.servers.aurora_os.per_second.median;
    const times = { rounds: plan.fixedRounds, roundMs: plan.fixedRoundMs };
    const measured = {
      saturation,
      orders: summaryOf('orders', orders),
      fixed_rate: await fixedRates({ servers, client, saturationPerSecond, ...times, say }),
    };
    await refuseDenials(servers);
    return measured;
  } finally {
    await Promise.all([contestants.stop(), client.stop()]);
  }
}
