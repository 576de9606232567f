// The service under soak: the built one, in a folder that outlives its restarts, with the probe that tells of heap and
// event loop.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startApi } from '../harness/api.mjs';

const PROBE = fileURLToPath(new URL('probe.cjs', import.meta.url));
const SERVER_CORE = 0;
const MAX_COMPLAINTS = 20;

export const API_TOKEN = 'soak-api-token-of-no-secret';
export const OPS_TOKEN = 'soak-ops-token-of-no-secret-at-all';

/** The shipped settings of base.yaml, with logs that stay small and orders that are forgotten soon. */
export const settingsOf = ({ logging, symbols }) => ({
  mode: 'shadow',
  symbols,
  pretrade: { idempotency_ttl_ms: 10_000 },
  aurora: { latency_min_samples: 20, latency_warn_interval_s: 5 },
  trap: { min_history: 30 },
  risk: { reservation_ttl_ms: 3000, max_symbol_exposure_usdt: 2e6, equity_usdt: 1e6 },
  logging: { ...logging, retention_days: 1 },
  security: { ops_token: OPS_TOKEN, api_token: API_TOKEN, ip_allowlist: ['127.0.0.0/8'] },
});

/** @param onProbe told once a second what the probe saw. */
export async function startService({ folder, settings, pinned, onProbe }) {
  const api = await startApi(settings, {
    folder,
    pinned,
    core: SERVER_CORE,
    nodeArgs: ['--require', PROBE],
    spawnOptions: { detached: true, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] },
  });
  const complaints = [];
  createInterface({ input: api.child.stderr }).on('line', (line) => {
    if (complaints.length < MAX_COMPLAINTS) complaints.push(line);
  });
  createInterface({ input: api.child.stdio[3] }).on('line', (line) => onProbe(JSON.parse(line)));
  return {
    port: api.port,
    pid: api.pid,
    child: api.child,
    /** Lines on standard error; at level `error` a sound service says nothing. */
    complaints,
    sessionDir: join(folder, 'session'),
    storedState: () => JSON.parse(readFileSync(join(folder, 'state/aurora_state.json'), 'utf8')),
    /** @returns exit code, or the signal it had to be ended with. */
    stop: async () => {
      await api.stop();
      return api.child.exitCode ?? api.child.signalCode;
    },
  };
}
