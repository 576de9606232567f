// The servers that are measured against each other, each a process of its own on the same core.
import { fileURLToPath } from 'node:url';
import { startApi } from '../../harness/api.mjs';
import { firstLine, start, stop } from '../../harness/children.mjs';
import { onCore } from '../../harness/machine.mjs';
import { busyDay } from './busy-day.mjs';
import { SERVER_CORE } from './load-client.mjs';

const script = (name) => fileURLToPath(new URL(`servers/${name}`, import.meta.url));

async function startEcho(name, pinned) {
  const child = start(onCore(SERVER_CORE, pinned, [script(name)]), { env: { ...process.env, NODE_ENV: 'production' } });
  const { url } = JSON.parse(await firstLine(child));
  return { url, pid: child.pid, stop: () => stop(child) };
}

const startGate = (durability, pinned, main) =>
  startApi(busyDay(durability), { core: SERVER_CORE, pinned, ...(main && { main }) });

const STARTS = {
  node_http: (pinned) => startEcho('node-echo.mjs', pinned),
  fastify: (pinned) => startEcho('fastify-echo.mjs', pinned),
  express: (pinned) => startEcho('express-echo.mjs', pinned),
  aurora_off: (pinned) => startGate('os', pinned, script('api-without-log.mjs')),
  aurora_os: (pinned) => startGate('os', pinned),
  aurora_disk: (pinned) => startGate('disk', pinned),
};

export const CONTESTANTS = Object.keys(STARTS);

/** Starts all of them; `stop` ends those that run, also when one of them did not start. */
export async function startContestants({ pinned }) {
  const servers = {};
  const stopAll = () => Promise.all(Object.values(servers).map((server) => server.stop()));
  try {
    for (const [name, open] of Object.entries(STARTS)) servers[name] = await open(pinned);
    return { servers, stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}
