// Runs aurora-api under V8's sampling profiler and loads it until it is saturated.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '../../harness/api.mjs';
import { busyDay } from '../http/busy-day.mjs';
import { SERVER_CORE, startLoadClient } from '../http/load-client.mjs';

const INTERVAL_US = 500;
const CONNECTIONS = 32;

/** The profiler's clock. */
const monotonicUs = () => Number(process.hrtime.bigint() / 1000n);

/** @returns the profile, the window of it in which the service was warm and loaded, and the requests a second in it. */
export async function recordProfile({ checkout, warmUpMs, ms, pinned }) {
  const folder = mkdtempSync(join(tmpdir(), 'aurora-flame-'));
  const nodeArgs = ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${INTERVAL_US}`];
  try {
    const main = join(checkout, 'apps/aurora-api/dist/main.js');
    const api = await startApi(busyDay('os'), { core: SERVER_CORE, pinned, nodeArgs, main });
    const client = startLoadClient({ pinned });
    try {
      const job = { kind: 'closed', url: api.url, connections: CONNECTIONS };
      await client.load({ ...job, ms: warmUpMs });
      const fromUs = monotonicUs();
      const { per_second } = await client.load({ ...job, ms });
      const window = { fromUs, toUs: monotonicUs() };
      // The profile is written when the service ends.
      await api.stop();
      const profile = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]), 'utf8'));
      return { profile, window, perSecond: per_second };
    } finally {
      await client.stop();
      await api.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
