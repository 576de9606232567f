// SIGTERM and SIGINT under load, once and twice, with a client that never finishes its request.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as passed } from 'node:timers/promises';
import { holdAgainst, readLog } from '../machinery/log-check.mjs';
import { RawClient, requestBytes } from '../machinery/raw-client.mjs';
import { Service, bodyWith, liveSettings } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';

export const name = 'stop';
export const promise =
  'Told to stop, the service answers every request it was sent whole before, leaves no decision untold, ends with 0 within its time and frees its folders, however often it is told.';

const CLIENTS = 64;
const SHUTDOWN_TIMEOUT_MS = 2000;
/** What a loaded machine may add. */
const SLACK_MS = 3000;
const SIGNALS = [['SIGTERM'], ['SIGINT'], ['SIGTERM', 'SIGTERM'], ['SIGTERM', 'SIGINT', 'SIGTERM']];

export async function run({ quick, random, say, promises }) {
  const cycles = quick ? 2 : 20;
  const sums = { answered: 0, refused: 0, closed: 0, longestMs: 0 };
  const folder = tempFolder();
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const signals = SIGNALS[(cycle * 3) % SIGNALS.length];
      say(`stop, ${cycle + 1} of ${cycles}: ${signals.join(' ')}`);
      // A client that never finishes its request takes all the time there is, so only some have one.
      await stopOnce({ folder, signals, withLoris: cycle % 2 === 1, random, sums, promises });
    }
    await readLog(join(folder, 'session'), promises);
  } finally {
    removeFolder(folder);
  }
  promises.measured = sums;
  return `${cycles} stops under ${CLIENTS} connections, once and several times told; ${sums.answered} decisions answered, ${sums.refused} requests refused with shutting_down, ${sums.closed} sent after the signal on a connection that was closing; longest ${Math.round(sums.longestMs)} ms with shutdown_timeout_ms ${SHUTDOWN_TIMEOUT_MS}`;
}

/** Sends request after request on one connection until it ends. */
async function askOn(client, signalled, outcome) {
  const request = requestBytes('POST', '/pretrade/check', bodyWith({ qty: 0.01 }));
  for (;;) {
    const sentAfter = signalled();
    const answer = await client.ask(request);
    if (answer === null) {
      if (sentAfter) outcome.closed++;
      else outcome.unanswered.push(client.error ?? 'closed');
      return;
    }
    if (answer.status === 200) outcome.heard.push({ client: null, key: null, text: answer.text });
    else if (answer.status === 503 && answer.text.includes('shutting_down')) outcome.refused++;
    else outcome.odd.push(`${answer.status} ${answer.text}`);
    if (answer.closes) return;
  }
}

async function stopOnce({ folder, signals, withLoris, random, sums, promises }) {
  const settings = liveSettings({ api: { shutdown_timeout_ms: SHUTDOWN_TIMEOUT_MS }, risk: { max_concurrent: 999 } });
  const service = await Service.start({ folder, settings });
  const clients = Array.from({ length: CLIENTS }, () => new RawClient(service.port));
  const loris = withLoris ? new RawClient(service.port) : null;
  const outcome = { heard: [], odd: [], unanswered: [], refused: 0, closed: 0 };
  let isSignalled = false;
  try {
    loris?.write(requestBytes('POST', '/pretrade/check', bodyWith()).subarray(0, 200));
    const asking = clients.map((client) => askOn(client, () => isSignalled, outcome));
    await passed(random.int(100, 600));
    isSignalled = true;
    const startedMs = performance.now();
    signals.forEach((signal) => service.signal(signal));
    const { code, signal, err } = await service.kill(signals.at(-1));
    const tookMs = performance.now() - startedMs;
    clients.forEach((client) => client.socket.end());
    await Promise.all(asking);
    promises.holds(code === 0, 'it ends with 0', `${code} ${signal}: ${err}`);
    promises.holds(tookMs < SHUTDOWN_TIMEOUT_MS + SLACK_MS, 'it ends within its time', `${tookMs} ms`);
    promises.holds(
      outcome.unanswered.length === 0,
      'what was sent whole before the signal is answered',
      outcome.unanswered.join(' '),
    );
    promises.holds(outcome.odd.length === 0, 'every answer is a 200 or says shutting_down', outcome.odd[0]);
    const locks = [join(folder, 'session'), join(folder, 'run/state')].flatMap((dir) =>
      readdirSync(dir).filter((file) => file.includes('lock')),
    );
    promises.holds(locks.length === 0, 'the folders are free again', locks.join(' '));
    await holdsTold(service, outcome, sums, promises);
    sums.longestMs = Math.max(sums.longestMs, tookMs);
  } finally {
    await service.kill('SIGKILL');
    [...clients, loris].forEach((client) => client?.socket.destroy());
  }
}

/** What is on record since the last start was answered, and the other way round. */
async function holdsTold(service, { heard, refused, closed }, sums, promises) {
  const log = await readLog(service.sessionDir, promises, { replays: false });
  holdAgainst(log, { heard, reported: [] }, promises);
  sums.answered += heard.length;
  sums.refused += refused;
  sums.closed += closed;
  promises.equal(sums.answered, log.decisions.size, 'every decision on record was answered');
}
