// wisescalp-runner as a process: what it says, what it measures, how it ends.
import { join } from 'node:path';
import { ROOT } from '../../run/bootstrap.mjs';
import { cleanEnvironment, startReady } from './processes.mjs';

const PROBE = join(ROOT, 'tools/soak/probe.cjs');
/** Closing positions asks the gate, which may be slow. */
const STOP_MS = 30_000;
const SCRIPT = join(ROOT, 'apps/wisescalp-runner/dist/main.js');

export class Runner {
  /** The `stats` line that came last, and the `summary` once it has ended. */
  stats = null;
  summary = null;
  /** Heap and event loop of the last second, seen from within. */
  probe = null;

  /**
   * @param folder of its log; `sessionDir`: where it writes events; `args`: where the market and the gate are;
   *   `onStats` told of every `stats` line.
   */
  static async start({ folder, configFile, sessionDir, args, onStats = () => undefined }) {
    const runner = new Runner();
    const take = (line) => {
      if (line.type === 'summary') runner.summary = line;
      if (line.type !== 'stats') return;
      runner.stats = line;
      onStats(line);
    };
    const { child, ready } = await startReady({
      ...{ name: 'wisescalp-runner', script: SCRIPT, cwd: folder, logFile: join(folder, 'runner.log') },
      args: [...args, '--session-dir', sessionDir, '--metrics-port', '0'],
      env: { ...cleanEnvironment(), AURORA_CONFIG: configFile },
      nodeArgs: ['--require', PROBE],
      readyType: 'started',
      onLine: take,
      onProbe: (probe) => (runner.probe = probe),
    });
    void child.exited.then((end) => (runner.end = end));
    return Object.assign(runner, { child, sessionDir, metricsUrl: ready.metrics_url });
  }

  get pid() {
    return this.child.pid;
  }

  /** Whether it has ended, by itself or told to. */
  get isGone() {
    return this.end !== undefined;
  }

  /** Asks it to end. @returns `{ code, signal }` */
  async stop() {
    return this.child.stop(STOP_MS);
  }
}
