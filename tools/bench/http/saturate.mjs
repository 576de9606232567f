// Servers loaded one after the other, round by round, each connection asking again as soon as it is answered.
import { overRounds, ratioOverRounds } from '../../harness/statistics.mjs';
import { CONTESTANTS } from './contestants.mjs';
import { secondsUntilRest, settleDisk } from './rest.mjs';

/** [name of the ratio, above, below] */
const RATIOS = [
  ['os_to_node_http', 'aurora_os', 'node_http'],
  ['os_to_fastify', 'aurora_os', 'fastify'],
  ['os_to_express', 'aurora_os', 'express'],
  ['os_to_off', 'aurora_os', 'aurora_off'],
  ['disk_to_os', 'aurora_disk', 'aurora_os'],
];

/** Requests a second of each server at so many connections, and ratios of those of the same round. */
export async function saturate({ servers, client, connections, rounds, roundMs, say }) {
  const measured = Object.fromEntries(CONTESTANTS.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    say(`HTTP, ${connections} connection${connections > 1 ? 's' : ''}, round ${round + 1} of ${rounds}`);
    // Whoever comes first in one round comes last in the next.
    for (const name of round % 2 ? [...CONTESTANTS].reverse() : CONTESTANTS) {
      measured[name].push(await loadUntilRest(client, servers[name], { connections, ms: roundMs }));
    }
  }
  const rates = (name) => measured[name].map(({ per_second }) => per_second);
  return {
    connections,
    servers: Object.fromEntries(CONTESTANTS.map((name) => [name, summaryOf(name, measured[name])])),
    ratios: Object.fromEntries(
      RATIOS.map(([name, above, below]) => [name, ratioOverRounds(rates(above), rates(below))]),
    ),
  };
}

/** Loads a server and waits until it rests; what it does after its last answer counts as time of the round. */
export async function loadUntilRest(client, { url, pid }, job) {
  const seen = await client.load({ kind: 'closed', url, ...job });
  const restSeconds = await secondsUntilRest(pid);
  settleDisk();
  return { ...seen, per_second: seen.answers / (seen.seconds + restSeconds) };
}

const SHOWN = ['per_second', 'p50_ms', 'p99_ms', 'p999_ms', 'max_ms', 'client_busy'];

/** Medians over rounds of what the client saw. Throws when an answer was no 200. */
export function summaryOf(name, rounds, columns = SHOWN) {
  const failures = rounds.reduce((sum, round) => sum + round.failures, 0);
  if (failures > 0) throw new Error(`${name}: ${failures} requests were not answered with 200`);
  return Object.fromEntries(columns.map((column) => [column, overRounds(rounds.map((round) => round[column]))]));
}
