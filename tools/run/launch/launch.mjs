import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child.mjs';

const API = 'aurora-api';
const RUNNER = 'wisescalp-runner';
const START_TIMEOUT_MS = 30_000;
const HEALTH_POLL_MS = 50;
const LOG_LINES = 20;

/**
 * Starts the gate, then the runner, and stops them in the opposite order: on `stop` (an AbortSignal), after
 * `options.duration` ms, at the end of the market, or when one of them fails.
 * @param screen `{ started({ url }), stats(stats), message(text), ended(stats) }`
 * @returns the exit code: 0, or 1 when something failed.
 */
export async function launch({ scripts, options, folder, stop, screen }) {
  const children = [];
  const killAll = () => children.forEach((child) => child.kill());
  // Whatever happens to the launcher, no child outlives it.
  process.once('exit', killAll);
  const over = new AbortController();
  let lastStats;
  let failures = 0;
  const takeStats = (message) => {
    if (message.type !== 'stats' && message.type !== 'summary') return;
    lastStats = message;
    if (message.type === 'stats') screen.stats(message);
  };
  try {
    const stopped = aborted(stop);
    await assertPortIsFree(options.port);
    const { api, listening } = startApi(scripts.api, options, folder);
    children.push(api);
    const url = await Promise.race([healthyAt(listening, over.signal), stopped, api.exited.then(() => undefined)]);
    if (url !== undefined) {
      screen.started({ url });
      const runner = startRunner(scripts.runner, options, folder, url, takeStats);
      children.push(runner);
      await Promise.race([stopped, runner.exited, api.exited, timeUp(options.duration, over.signal)]);
    }
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    screen.message(error.message);
    failures++;
  } finally {
    over.abort();
    failures += await stopAll(children, screen);
    process.off('exit', killAll);
  }
  screen.ended(lastStats);
  return failures === 0 ? 0 : 1;
}

const aborted = (signal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** A failure the user can read and act on. */
class LaunchError extends Error {}

function assertPortIsFree(port) {
  return new Promise((resolve, reject) => {
    const host = process.env.AURORA_API_HOST ?? '127.0.0.1';
    const server = createServer()
      .once('error', ({ code, message }) =>
        reject(
          new LaunchError(
            code === 'EADDRINUSE'
              ? `Port ${port} is in use. Choose another with --port, or leave it out to take any free one.`
              : `Cannot listen on ${host}:${port}: ${message}`,
          ),
        ),
      )
      .listen(port, host, () => server.close(resolve));
  });
}

function startApi(script, { port }, folder) {
  const env = {
    ...process.env,
    AURORA_API_PORT: String(port),
    AURORA_SESSION_DIR: folder,
    AURORA_RUN_DIR: join(folder, 'run'),
    AURORA_MODE: 'shadow',
  };
  let api;
  const listening = new Promise((resolve) => {
    const onLine = ({ type, url }) => type === 'listening' && resolve(url);
    api = new Child({ name: API, script, env, logFile: join(folder, 'api.log'), onLine });
  });
  return { api, listening };
}

function startRunner(script, { recording, seed, speed }, folder, url, onLine) {
  const market = recording === undefined ? ['--generator', String(seed)] : ['--recording', recording];
  const args = ['--api-url', url, '--session-dir', folder, '--speed', speed, ...market];
  return new Child({ name: RUNNER, script, args, logFile: join(folder, 'runner.log'), onLine });
}

/** The gate's address once it listens and answers /health; `undefined` when it is `over` before. */
async function healthyAt(listening, over) {
  const late = sleep(START_TIMEOUT_MS, 'late', { signal: over }).catch(() => undefined);
  const url = await Promise.race([listening, late]);
  while (url !== undefined && url !== 'late' && !over.aborted) {
    const answer = await Promise.race([fetch(new URL('/health', url)).catch(() => undefined), late]);
    if (answer === 'late') break;
    if (answer?.ok) return url;
    await sleep(HEALTH_POLL_MS);
  }
  if (over.aborted) return undefined;
  throw new LaunchError(`${API} was not healthy within ${START_TIMEOUT_MS / 1000} s.`);
}

/** Settles after the duration, never when there is none. */
const timeUp = (durationMs, over) =>
  durationMs === undefined ? aborted(over) : sleep(durationMs, undefined, { signal: over }).catch(() => undefined);

/** Stops children, last started first. @returns how many of them failed. */
async function stopAll(children, screen) {
  let failures = 0;
  for (const child of [...children].reverse()) {
    const ended = await Promise.race([child.exited, sleep(0, undefined)]);
    const end = ended ?? (await child.stop());
    if (isFine(child, end)) continue;
    failures++;
    screen.message(
      [
        `${child.name} ended ${end.signal ? `by ${end.signal}` : `with exit code ${end.code}`}. The last lines of ${child.logFile}:`,
        ...child.lastLogLines(LOG_LINES).map((line) => `  ${line}`),
      ].join('\n'),
    );
  }
  return failures;
}

/** The runner may end by itself when its market ends; the gate never does. A child that was told to stop may die of it. */
const isFine = (child, { code, signal }) =>
  child.stopping ? code === 0 || signal === 'SIGTERM' : code === 0 && child.name === RUNNER;
