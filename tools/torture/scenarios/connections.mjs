// Thousands of idle keep-alive connections, and some hundreds of busy ones among them.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { percentileOfSorted } from '../../harness/statistics.mjs';
import { RawClient, requestBytes } from '../machinery/raw-client.mjs';
import { Service, bodyWith, liveSettings } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';
import { until } from '../machinery/until.mjs';

export const name = 'connections';
export const promise =
  'Every connection is served or refused in words, the busy ones go on, and what the others took comes back when they leave.';

/** For files, pipes and the connections that ask beside. */
const SPARE = 200;
/** Of one client address; the system has about 28 000 ports for each. */
const PER_ADDRESS = 5000;
/** What a second wave of connections may add to what the first one left behind, as a share of what they take. */
const MAY_GROW = 0.5;

const openFilesLimit = () => Number(/Max open files\s+\d+\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))[1]);

export async function run({ quick, say, promises }) {
  const wanted = quick ? 1000 : 10_000;
  const count = Math.min(wanted, openFilesLimit() - 3 * SPARE);
  if (count < wanted) promises.leaveOut(`the system allows ${count} connections of ${wanted} (ulimit -Hn)`);
  const busy = quick ? 64 : 256;
  const folder = tempFolder();
  const settings = liveSettings({
    security: { ip_allowlist: ['127.0.0.0/8'] },
    // Reservations that end soon, so that what is measured is the connections.
    risk: { max_concurrent: 999, max_symbol_exposure_usdt: 1e12, reservation_ttl_ms: 1000 },
    api: { keep_alive_timeout_ms: 120_000, max_connections: count + SPARE / 2 },
  });
  const service = await Service.start({ folder, settings });
  try {
    const tradeMs = quick ? 1000 : 10_000;
    await trade(service, busy, 1000, promises);
    const quiet = await trade(service, busy, tradeMs, promises);
    const waves = [];
    for (let n = 0; n < (quick ? 1 : 2); n++) {
      say(`connections, wave ${n + 1}`);
      waves.push(await wave({ service, idleCount: count - busy, busy, tradeMs, promises }));
    }
    const [first, second] = waves;
    const grownMiB = second === undefined ? null : second.afterMiB - first.afterMiB;
    if (grownMiB !== null)
      promises.holds(
        grownMiB < first.tookMiB * MAY_GROW + 20,
        'a second wave finds the memory of the first',
        `+${grownMiB} MiB`,
      );
    const { code } = await service.kill('SIGTERM');
    promises.equal(code, 0, 'it ends well');
    promises.measured = { connections: count, quiet, waves };
    return summary({ count, busy, quiet, waves, grownMiB });
  } finally {
    await service.kill('SIGKILL');
    removeFolder(folder);
  }
}

const ms = (value) => `${value.toFixed(1)} ms`;

function summary({ count, busy, quiet, waves, grownMiB }) {
  const { among, refused } = waves.at(-1);
  const idleCount = count - busy;
  return [
    `${idleCount} idle and ${busy} busy connections: p99 ${ms(among.p99)} among them, ${ms(quiet.p99)} without (${among.perSecond.toFixed(0)}/s, ${quiet.perSecond.toFixed(0)}/s)`,
    `${((waves[0].tookMiB * 1024) / idleCount).toFixed(1)} KiB a connection`,
    `${refused} of ${busy + SPARE} more beyond max_connections closed`,
    ...(grownMiB === null ? [] : [`${grownMiB.toFixed(0)} MiB more after the second wave than after the first`]),
  ].join('; ');
}

/** They come, are idle while others trade, ask, and go. */
async function wave({ service, idleCount, busy, tradeMs, promises }) {
  const idle = [];
  try {
    const [beforeMiB, filesBefore] = [service.residentMiB, service.openFiles];
    await open(service, idleCount, idle, promises);
    const tookMiB = service.residentMiB - beforeMiB;
    const among = await trade(service, busy, tradeMs, promises);
    const refused = await beyondTheLimit(service, busy + SPARE, promises);
    const stillOpen = idle.filter((client) => !client.isClosed);
    promises.equal(stillOpen.length, idle.length, 'an idle connection is kept within its time');
    const answers = await Promise.all(
      sample(stillOpen, 500).map((client) => client.ask(requestBytes('GET', '/version'))),
    );
    promises.holds(
      answers.every((answer) => answer?.status === 200),
      'an idle connection is served when it asks',
    );
    await Promise.all(idle.map((client) => client.end()));
    await until(() => service.openFiles <= filesBefore + 5, 'handles come back').catch((error) =>
      promises.holds(false, 'handles come back', `${error.message}: ${filesBefore} before, ${service.openFiles} now`),
    );
    // Buffers of closed connections are collected with the heap, which takes some trading.
    await trade(service, busy, tradeMs / 2, promises);
    return { tookMiB, afterMiB: service.residentMiB, among, refused };
  } finally {
    idle.forEach((client) => client.socket.destroy());
  }
}

/** More than the service takes: each is either served or closed, and none is left waiting. */
async function beyondTheLimit(service, count, promises) {
  const clients = Array.from({ length: count }, () => new RawClient(service.port));
  const answers = await Promise.all(clients.map((client) => client.ask(requestBytes('GET', '/version'))));
  promises.holds(
    answers.every((answer) => answer === null || answer.status === 200),
    'a connection too many is served or closed',
  );
  await Promise.all(clients.map((client) => client.end()));
  const refused = answers.filter((answer) => answer === null).length;
  promises.holds(refused >= SPARE / 2, 'connections beyond api.max_connections are closed', `${refused} of ${count}`);
  return refused;
}

async function open(service, count, clients, promises) {
  const BATCH = 250;
  for (let done = 0; done < count; done += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => {
      return new RawClient(service.port, `127.0.0.${2 + Math.floor((done + i) / PER_ADDRESS)}`);
    });
    clients.push(...batch);
    const connected = await Promise.all(batch.map((client) => client.connected));
    promises.holds(
      connected.every(Boolean),
      'a connection is accepted',
      batch.find(({ error }) => error !== null)?.error,
    );
    // Each asks once, so that it is a kept-alive one and no mere socket.
    const answers = await Promise.all(batch.map((client) => client.ask(requestBytes('GET', '/version'))));
    const bad = answers.find((answer) => answer?.status !== 200);
    promises.holds(bad === undefined, 'a new connection is served', JSON.stringify(bad));
  }
}

const sample = (list, count) => list.filter((_, i) => i % Math.ceil(list.length / count) === 0);

/** So many connections that ask without a pause. */
async function trade(service, connections, ms, promises) {
  const clients = Array.from({ length: connections }, () => new RawClient(service.port));
  const request = requestBytes('POST', '/pretrade/check', bodyWith({ qty: 0.01 }));
  const took = [];
  const untilMs = performance.now() + ms;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < untilMs) {
        const sentMs = performance.now();
        const answer = await client.ask(request);
        if (
          !promises.holds(
            answer?.status === 200,
            'every request of a busy connection is answered',
            client.error ?? answer?.text,
          )
        )
          return;
        took.push(performance.now() - sentMs);
      }
    }),
  );
  await Promise.all(clients.map((client) => client.end()));
  const sorted = Float64Array.from(took).sort();
  return {
    perSecond: (took.length / ms) * 1000,
    p50: percentileOfSorted(sorted, 0.5),
    p99: percentileOfSorted(sorted, 0.99),
  };
}
