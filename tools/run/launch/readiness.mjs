// Waiting for what must be there before the next part is started.
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 30_000;
const HEALTH_POLL_MS = 50;

/** A failure the user can read and act on. */
export class LaunchError extends Error {}

export function assertPortIsFree(port) {
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

/** What a child says of where it listens; `undefined` when it is `over` before. */
export async function listens(listening, name, over) {
  const said = await Promise.race([listening, late(over)]);
  if (said === 'late') throw new LaunchError(`${name} was not ready within ${START_TIMEOUT_MS / 1000} s.`);
  return said;
}

/** The address once the child listens and answers /health; `undefined` when it is `over` before. */
export async function healthyAt(listening, name, over) {
  const tooLate = late(over);
  const said = await Promise.race([listening, tooLate]);
  while (said !== undefined && said !== 'late' && !over.aborted) {
    const answer = await Promise.race([fetch(new URL('/health', said.url)).catch(() => undefined), tooLate]);
    if (answer === 'late') break;
    if (answer?.ok) return said.url;
    await sleep(HEALTH_POLL_MS);
  }
  if (over.aborted) return undefined;
  throw new LaunchError(`${name} was not healthy within ${START_TIMEOUT_MS / 1000} s.`);
}

const late = (over) => sleep(START_TIMEOUT_MS, 'late', { signal: over }).catch(() => undefined);
