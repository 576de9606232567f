// The children of a session: each ends with this process at the latest, and says on one line where it listens.
import { setTimeout as wait } from 'node:timers/promises';
import { Child } from '../../run/launch/child.mjs';

const READY_MS = 30_000;
/** A promise nobody handles ends the child with a code that is not 0, and its stack stands in its log. */
const NODE_ARGS = ['--unhandled-rejections=strict', '--trace-uncaught'];

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill()));

/** What the children read from the environment must come from here alone. */
export const cleanEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AURORA_|OPS_|TRAP_|PRETRADE_)/.test(name)));

/**
 * Starts a script and waits for the line with which it says that it is ready.
 * @param given as for `Child`; `readyType`: type of that line; `onLine`: told of every line.
 * @returns `{ child, ready }`; rejects with the last lines of its log when it ends before or takes too long.
 */
export async function startReady({ readyType, onLine = () => undefined, nodeArgs = [], ...given }) {
  let child;
  const ready = new Promise((resolve) => {
    const take = (line) => {
      if (line.type === readyType) resolve(line);
      onLine(line);
    };
    child = new Child({ ...given, nodeArgs: [...NODE_ARGS, ...nodeArgs], onLine: take });
  });
  running.add(child);
  void child.exited.then(() => running.delete(child));
  const late = new AbortController();
  const said = await Promise.race([
    ready,
    child.exited.then(() => 'ended'),
    wait(READY_MS, 'late', { signal: late.signal, ref: false }).catch(() => undefined),
  ]);
  late.abort();
  if (typeof said === 'object') return { child, ready: said };
  child.kill();
  await child.exited;
  throw new Error(
    `${given.name} ${said === 'ended' ? 'ended before it was ready' : 'was not ready in time'}:\n${child.lastLogLines(20).join('\n')}`,
  );
}
