// Servers side by side, each on the same core, loaded one after the other, round by round.
import { fileURLToPath } from 'node:url';
import { firstLine, start, stop } from '../../harness/children.mjs';
import { onCore } from '../../harness/machine.mjs';
import { overRounds, ratioOverRounds } from '../../harness/statistics.mjs';
import { startApi } from '../../harness/api.mjs';
import { busyDay } from './busy-day.mjs';
import { SERVER_CORE, startLoadClient } from './load-client.mjs';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

async function startEcho(name, pinned) {
  const child = start(onCore(SERVER_CORE, pinned, [script(name)]), { env: { ...process.env, NODE_ENV: 'production' } });
  const { url } = JSON.parse(await firstLine(child));
  return { url, stop: () => stop(child) };
}

/** Requests a second of each server, and ours against the bare ones. */
export async function saturate({ rounds, roundMs, warmUpMs, pinned, say }) {
  const opened = [];
  const open = async (starting) => {
    const server = await starting;
    opened.push(server);
    return server;
  };
  try {
    const servers = {
      aurora_os: await open(startApi(busyDay('os'), { core: SERVER_CORE, pinned })),
      aurora_async: await open(startApi(busyDay('async'), { core: SERVER_CORE, pinned })),
      express: await open(startEcho('servers/express-echo.mjs', pinned)),
      node_http: await open(startEcho('servers/node-echo.mjs', pinned)),
    };
    const client = await open(Promise.resolve(startLoadClient({ pinned })));
    const names = Object.keys(servers);
    for (const name of names) await client.load({ url: servers[name].url, ms: warmUpMs });
    const measured = Object.fromEntries(names.map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      say(`HTTP, round ${round + 1} of ${rounds}`);
      // Whoever comes first in one round comes last in the next.
      for (const name of round % 2 ? [...names].reverse() : names) {
        measured[name].push(await client.load({ url: servers[name].url, ms: roundMs }));
      }
    }
    return summary(names, measured);
  } finally {
    await Promise.all(opened.map((server) => server.stop()));
  }
}

function summary(names, measured) {
  const column = (name, key) => measured[name].map((round) => round[key]);
  const failures = names.reduce((sum, name) => sum + column(name, 'failures').reduce((a, b) => a + b, 0), 0);
  if (failures > 0) throw new Error(`${failures} requests were not answered with 200`);
  const rates = Object.fromEntries(names.map((name) => [name, column(name, 'per_second')]));
  return {
    connections: 32,
    body_bytes: measured[names[0]][0].body_bytes,
    servers: Object.fromEntries(
      names.map((name) => [
        name,
        {
          per_second: overRounds(rates[name]),
          p50_ms: overRounds(column(name, 'p50_ms')),
          p99_ms: overRounds(column(name, 'p99_ms')),
        },
      ]),
    ),
    ratios: {
      aurora_os_to_express: ratioOverRounds(rates.aurora_os, rates.express),
      aurora_os_to_node_http: ratioOverRounds(rates.aurora_os, rates.node_http),
      aurora_async_to_express: ratioOverRounds(rates.aurora_async, rates.express),
      aurora_async_to_node_http: ratioOverRounds(rates.aurora_async, rates.node_http),
    },
  };
}
