// What bots feel that ask when they have something to ask: requests at shares of what the server itself can take.
import { overRounds } from '../../harness/statistics.mjs';
import { secondsUntilRest, settleDisk } from './rest.mjs';
import { summaryOf } from './saturate.mjs';

const CONNECTIONS = 128;
/** The client kept to its schedule when 99 of 100 requests were handed over within so long of the intended time. */
const CLIENT_LATE_MS = 1;

/** [name, server, share of the saturation of aurora_os] */
export const LOADS = [
  ['quarter', 'aurora_os', 0.25],
  ['half', 'aurora_os', 0.5],
  ['three_quarters', 'aurora_os', 0.75],
  ['half_node_http', 'node_http', 0.5],
];

const COLUMNS = ['per_second', 'p50_ms', 'p99_ms', 'p999_ms', 'max_ms'];
const CLIENT = ['found_no_connection', 'client_late_p99_ms', 'client_late_max_ms', 'client_busy'];

/** Latencies at each load, round by round. */
export async function fixedRates({ servers, client, saturationPerSecond, rounds, roundMs, say }) {
  const measured = Object.fromEntries(LOADS.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    say(`HTTP at fixed rates, round ${round + 1} of ${rounds}`);
    for (const [name, server, share] of round % 2 ? [...LOADS].reverse() : LOADS) {
      const { url, pid } = servers[server];
      const perSecond = saturationPerSecond * share;
      const job = { kind: 'open', url, connections: CONNECTIONS, perSecond, ms: roundMs, seed: 1000 + round };
      measured[name].push(await client.load(job));
      await secondsUntilRest(pid);
      settleDisk();
    }
  }
  return Object.fromEntries(
    LOADS.map(([name, server, share]) => [
      name,
      {
        server,
        share_of_saturation: share,
        offered_per_second: saturationPerSecond * share,
        ...summaryOf(name, measured[name], [...COLUMNS, ...CLIENT]),
        client_kept_schedule: keptSchedule(measured[name]),
      },
    ]),
  );
}

const keptSchedule = (rounds) => overRounds(rounds.map((round) => round.client_late_p99_ms)).median <= CLIENT_LATE_MS;
