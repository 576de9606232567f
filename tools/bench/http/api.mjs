// Starts aurora-api as it is shipped, in a folder of its own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstLine, start, stop } from '../children.mjs';
import { onCore } from '../machine.mjs';
import { ROOT } from '../../run/bootstrap.mjs';

const MAIN = join(ROOT, 'apps/aurora-api/dist/main.js');

const settings = (durability, folder) => `
mode: shadow
pretrade: { order_profile: er_before_slip }
aurora: { latency_min_samples: 20, latency_warn_interval_s: 5 }
trap: { min_history: 30, z_threshold: 100, score_threshold: 1 }
risk: { max_symbol_exposure_usdt: 1.0e+14, equity_usdt: 1000000 }
guards: { cvar_limit: 90 }
logging: { durability: ${durability}, session_dir: ${join(folder, 'session')}, async_queue_max: 1000000 }
state: { dir: ${join(folder, 'state')} }
api: { host: 127.0.0.1, port: 0 }
`;

/** What the gate reads from the environment must come from the bench alone. */
const cleanEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AURORA_|OPS_|TRAP_|PRETRADE_)/.test(name)));

export async function startApi(durability, { core = 0, pinned = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'aurora-bench-'));
  const file = join(folder, 'aurora.yaml');
  writeFileSync(file, settings(durability, folder));
  const env = { ...cleanEnvironment(), AURORA_CONFIG: file, AURORA_LOG_LEVEL: 'error', AURORA_GIT_REVISION: 'bench' };
  const child = start(onCore(core, pinned, [MAIN]), { cwd: folder, env });
  const leave = async () => {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const line = await firstLine(child).catch(async (error) => {
    await leave();
    throw error;
  });
  return {
    url: JSON.parse(line).url,
    residentMiB: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    stop: leave,
  };
}
