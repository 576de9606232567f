// The parent's side of the client that loads a server: it hands over jobs and gets their results.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { start, stop } from '../../harness/children.mjs';
import { onCore } from '../../harness/machine.mjs';

export const SERVER_CORE = 0;
const CLIENT_CORE = 1;
const CLIENT = fileURLToPath(new URL('client/client.mjs', import.meta.url));

/** Starts the client. `load` takes a job of client/client.mjs and rejects when there is no result in time. */
export function startLoadClient({ pinned }) {
  const child = start(onCore(CLIENT_CORE, pinned, [CLIENT]));
  const lines = createInterface({ input: child.stdout });
  return {
    load: async (job) => {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(job.ms + 30_000) });
      return JSON.parse(line);
    },
    stop: () => stop(child),
  };
}
