// The built service, watched from within and from without.
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startApi } from '../harness/api.mjs';
import { BODY_LIMIT_BYTES } from './check/oracle.mjs';

const INSIDE = fileURLToPath(new URL('check/inside.mjs', import.meta.url));

let starts = 0;

/** Every guard is asked and every door has a lock; windows are short, so that what the fuzz leaves behind is soon gone. */
const SETTINGS = {
  mode: 'shadow',
  pretrade: { evaluate: 'all' },
  guards: { reject_storm_window_s: 1, reject_storm_cooldown_s: 1 },
  aurora: { latency_window_sec: 1 },
  trap: { min_history: 30 },
  risk: { max_symbol_exposure_usdt: 1e9, equity_usdt: 1e6 },
  security: { rps_general: 0, rps_mutating: 0, require_token_for_trading: true },
  api: { body_limit_kb: BODY_LIMIT_BYTES / 1024 },
  logging: { retention_files: 10_000 },
};

/**
 * Starts the service in `folder`.
 * @returns what `startApi` gives, and `inside`: what it said of itself each second; `errors()`: the lines it wrote on
 *   standard error; `openFiles()`, `commandLine()`, `alive()`.
 */
export async function startWatched({ folder, tokens, heapEveryS = 0, core, pinned }) {
  const inside = [];
  const errorFile = join(folder, `standard-error-${starts++}.txt`);
  const errorFd = openSync(errorFile, 'w');
  const errors = () => readFileSync(errorFile, 'utf8').split('\n').filter(Boolean);
  const api = await startApi(SETTINGS, {
    folder,
    core,
    pinned,
    nodeArgs: ['--import', INSIDE, ...(heapEveryS > 0 ? ['--expose-gc'] : [])],
    env: {
      OPS_TOKEN: tokens.ops,
      AURORA_API_TOKEN: tokens.api,
      AURORA_LOG_LEVEL: 'warn',
      FUZZ_HEAP_EVERY_S: String(heapEveryS),
    },
    spawnOptions: { stdio: ['pipe', 'pipe', errorFd, 'pipe'] },
  }).catch((error) => {
    throw new Error(`${error.message}: ${errors().join('\n')}`, { cause: error });
  });
  closeSync(errorFd);
  createInterface({ input: api.child.stdio[3] }).on('line', (line) => inside.push(JSON.parse(line)));
  return {
    ...api,
    inside,
    errors,
    alive: () => api.child.exitCode === null && api.child.signalCode === null,
    openFiles: () => readdirSync(`/proc/${api.pid}/fd`).length,
    commandLine: () => readFileSync(`/proc/${api.pid}/cmdline`, 'latin1'),
  };
}
