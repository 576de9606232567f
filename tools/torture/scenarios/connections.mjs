// Thousands of idle keep-alive connections, and some hundreds of busy ones among them.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as passed } from 'node:timers/promises';
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
/** What stays after all have left: the heap grows to what it needed and gives back slowly. */
const KEPT_KIB = 6;

const openFilesLimit = () => Number(/Max open files\s+\d+\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))[1]);

export async function run({ quick, say, promises }) {
  const wanted = quick ? 1000 : 10_000;
  const count = Math.min(wanted, openFilesLimit() - 3 * SPARE);
  if (count < wanted) promises.leaveOut(`the system allows ${count} connections of ${wanted} (ulimit -Hn)`);
  const busy = quick ? 64 : 256;
  const folder = tempFolder();
  const settings = liveSettings({
    security: { ip_allowlist: ['127.0.0.0/8'] },
    risk: { max_concurrent: 999, max_symbol_exposure_usdt: 1e12 },
    api: { keep_alive_timeout_ms: 120_000, max_connections: count + SPARE / 2 },
  });
  const service = await Service.start({ folder, settings });
  const idle = [];
  try {
    await trade(service, busy, 1000, promises);
    const quiet = await trade(service, busy, quick ? 1000 : 5000, promises);
    const [before, filesBefore] = [service.residentMiB, service.openFiles];
    say(`connections, opening ${count - busy}`);
    await open(service, count - busy, idle, promises);
    const perConnectionKib = ((service.residentMiB - before) * 1024) / idle.length;
    say(`connections, ${busy} busy among them`);
    const among = await trade(service, busy, quick ? 1000 : 10_000, promises);
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
    await until(() => service.openFiles <= filesBefore + 5, 'handles come back when the connections leave').catch(
      (error) =>
        promises.holds(false, 'handles come back', `${error.message}: ${filesBefore} before, ${service.openFiles} now`),
    );
    await passed(quick ? 500 : 5000);
    const after = await trade(service, busy, 1000, promises);
    const keptKib = ((service.residentMiB - before) * 1024) / idle.length;
    if (!quick)
      promises.holds(
        keptKib < Math.max(KEPT_KIB, perConnectionKib),
        'memory comes back',
        `${keptKib.toFixed(1)} KiB a connection are kept`,
      );
    promises.measured = { connections: count, perConnectionKib, keptKib, quiet, among, after };
    const { code } = await service.kill('SIGTERM');
    promises.equal(code, 0, 'it ends well');
    return `${idle.length} idle and ${busy} busy connections: p99 ${among.p99.toFixed(1)} ms among them, ${quiet.p99.toFixed(1)} ms without (${among.perSecond.toFixed(0)}/s, ${quiet.perSecond.toFixed(0)}/s); ${perConnectionKib.toFixed(1)} KiB a connection, ${keptKib.toFixed(1)} KiB of it kept after they left; ${refused} of ${busy + SPARE} more beyond max_connections closed`;
  } finally {
    idle.forEach((client) => client.socket.destroy());
    await service.kill('SIGKILL');
    removeFolder(folder);
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
