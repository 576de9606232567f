import { setTimeout as sleep } from 'node:timers/promises';
import { followVenue } from './follow-venue.mjs';
import { assertPortIsFree, healthyAt, LaunchError, listens } from './readiness.mjs';
import { API, startApi, startRunner, startVenue, VENUE } from './start-parts.mjs';

const LOG_LINES = 20;

/**
 * Starts the simulated exchange, the gate, then the runner, and stops them in the opposite order: on `stop` (an
 * AbortSignal), after `options.duration` ms, at the end of the market, or when one of them fails. A recording that is
 * played as fast as it goes is read by the runner itself, without an exchange.
 * @param scripts paths of `sim`, `api` and `runner`.
 * @param screen `{ started(scene), stats(stats, scene), message(text), ended(stats, scene) }`; the scene is
 *   `{ gate, venue: { url, symbols, status }, metrics }`, as far as it is known.
 * @returns the exit code: 0, or 1 when something failed.
 */
export async function launch({ scripts, options, folder, stop, screen }) {
  const children = [];
  const killAll = () => children.forEach((child) => child.kill());
  // Whatever happens to the launcher, no child outlives it.
  process.once('exit', killAll);
  const over = new AbortController();
  const told = { scene: {}, stats: undefined };
  let failures = 0;
  try {
    await runParts({ scripts, options, folder, stop, screen, children, over: over.signal, told });
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    screen.message(error.message);
    failures++;
  } finally {
    over.abort();
    failures += await stopAll(children, screen);
    process.off('exit', killAll);
  }
  screen.ended(told.stats, told.scene);
  return failures === 0 ? 0 : 1;
}

/** Starts one after the other; returns when the session is to end, by whatever cause. */
async function runParts({ scripts, options, folder, stop, screen, children, over, told }) {
  const { scene } = told;
  const ends = [aborted(stop)];
  const untilEnd = (wanted) => Promise.race([wanted, ...ends]);
  const began = (child) => {
    children.push(child);
    ends.push(child.exited.then(() => undefined));
    return child;
  };
  await assertPortIsFree(options.port);
  if (hasVenue(options)) {
    const { child, listening } = startVenue(scripts.sim, options, folder);
    began(child);
    scene.venue = await untilEnd(listens(listening, VENUE, over));
    if (scene.venue === undefined) return;
    child.mayEnd = true;
    ends.push(followVenue(scene.venue, over));
  }
  const api = startApi(scripts.api, options, folder);
  began(api.child);
  scene.gate = await untilEnd(healthyAt(api.listening, API, over));
  if (scene.gate === undefined) return;
  screen.started(scene);
  const runner = startRunner(scripts.runner, options, folder, scene, (line) => takeLine(line, told, screen));
  runner.mayEnd = true;
  began(runner);
  await untilEnd(timeUp(options.duration, over));
}

function takeLine(line, told, screen) {
  if (line.type === 'started') told.scene.metrics = line.metrics_url;
  if (line.type !== 'stats' && line.type !== 'summary') return;
  told.stats = line;
  if (line.type === 'stats') screen.stats(line, told.scene);
}

/** As fast as it goes leaves no time to a socket: the runner reads the recording itself. */
const hasVenue = ({ recording, speed }) => recording === undefined || speed !== 'max';

const aborted = (signal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

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

/** Runner and exchange may end by themselves when the market ends; the gate never does. A child that was told to stop may die of it. */
const isFine = ({ stopping, mayEnd }, { code, signal }) =>
  stopping ? code === 0 || signal === 'SIGTERM' : code === 0 && mayEnd;
