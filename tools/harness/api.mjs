// Starts aurora-api as it is shipped, in a folder of its own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../run/bootstrap.mjs';
import { firstLine, start, stop } from './children.mjs';
import { onCore } from './machine.mjs';

const MAIN = join(ROOT, 'apps/aurora-api/dist/main.js');

/** What the gate reads from the environment must come from the harness alone. */
const cleanEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AURORA_|OPS_|TRAP_|PRETRADE_)/.test(name)));

/**
 * Starts the service and waits until it listens.
 * @param settings configuration as its YAML file has it; session and state stand below `folder`, the port is a free one.
 * @param options `folder`: kept when given, else a new one that `stop` deletes; `core`, `pinned`: where it runs; `env`;
 *   `nodeArgs`; `main`: another script that is the service; `prefix`: a command that runs it, such as `prlimit`;
 *   `spawnOptions` of child_process.
 * @returns `{ url, port, pid, child, folder, residentMiB(), stop() }`
 */
export async function startApi(settings = {}, options = {}) {
  const { core = 0, pinned = false, env = {}, nodeArgs = [], main = MAIN, prefix = [], spawnOptions = {} } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'aurora-'));
  const file = join(folder, 'aurora.yaml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(withFolders(settings, folder)));
  const { command, args } = onCore(core, pinned, [...nodeArgs, main]);
  const [first, ...rest] = [...prefix, command, ...args];
  const child = start(
    { command: first, args: rest },
    {
      cwd: folder,
      env: {
        ...cleanEnvironment(),
        AURORA_CONFIG: file,
        AURORA_LOG_LEVEL: 'error',
        AURORA_GIT_REVISION: 'harness',
        ...env,
      },
      ...spawnOptions,
    },
  );
  const leave = async () => {
    await stop(child);
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  const line = await firstLine(child).catch(async (error) => {
    await leave();
    throw error;
  });
  const { url } = JSON.parse(line);
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid,
    child,
    folder,
    residentMiB: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    stop: leave,
  };
}

const withFolders = (settings, folder) => ({
  ...settings,
  logging: { session_dir: join(folder, 'session'), ...settings.logging },
  state: { dir: join(folder, 'state'), ...settings.state },
  api: { host: '127.0.0.1', port: 0, ...settings.api },
});
