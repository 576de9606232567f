import { join } from 'node:path';
import { remark, type AnswerFlags } from '../cli/answer';
import { EXIT } from '../cli/exit-code';
import { localConfig } from '../gate/find-gate';
import { initRun } from '../processes/run-init-run';
import { startApi } from '../processes/run-start-api';
import { startRunner } from '../processes/run-start-runner';
import { runningProcess, type ProcessName } from '../processes/process-record';
import { environmentOf, settleRun, type RunPlace } from '../processes/run-folder';
import { startProcess } from '../processes/start-process';
import { stopOnSignals } from '../processes/stop-on-signals';
import { stopRecorded } from '../processes/stop-process';
import { limitsOf } from './canary-limits';
import { judgedBy, mustNotBeLive, report, watched } from './run-canary';
import type { CanaryScene } from './watch-canary';

export interface OneClickFlags extends AnswerFlags {
  readonly minutes: number;
  readonly port: number;
  readonly keep?: boolean;
  readonly report?: string;
}

const GRACE_MS = 10_000;
const SYMBOLS = ['SOLUSDT', 'SOONUSDT'];

/** `auroractl one-click`: what a newcomer would do one after the other. */
export async function runOneClick(flags: OneClickFlags): Promise<void> {
  const config = await localConfig();
  mustNotBeLive(config);
  remark('1/6 the configuration is valid');
  const { run_dir: runDir } = await initRun({ port: flags.port });
  const place = await settleRun({ runDir });
  remark(`2/6 run folder ${runDir}, session ${place.sessionDir}`);
  const { signal: stop, release } = stopOnSignals();
  const started: ProcessName[] = [];
  try {
    const scene = await start(flags, place, started, stop);
    remark(`6/6 watching for ${flags.minutes} min`);
    const limits = limitsOf(config, {});
    const sight = await watched(scene, limits, flags.minutes, stop);
    // What is kept goes on trading; its orders on their way have not ended yet.
    if (flags.keep !== true) await stopRecorded(runDir, GRACE_MS, { only: ({ name }) => name === 'wisescalp-runner' });
    report(flags, await judgedBy(scene, sight, limits, config), scene, sight);
  } catch (error) {
    if (!stop.aborted) throw error;
    remark('ended before anything could be seen');
    process.exitCode = EXIT.finding;
  } finally {
    if (flags.keep === true && !stop.aborted)
      remark('everything still runs: `auroractl status`, then `auroractl stop --all`');
    else await stopRecorded(runDir, GRACE_MS, { only: ({ name }) => (started as readonly string[]).includes(name) });
    release();
  }
}

async function start(
  { port }: OneClickFlags,
  place: RunPlace,
  started: ProcessName[],
  stop: AbortSignal,
): Promise<CanaryScene> {
  const { runDir, sessionDir } = place;
  const begun = async <T>(name: ProcessName, start: () => Promise<T>): Promise<T> => {
    stop.throwIfAborted();
    // One that ran before is not ours to stop; starting another says so.
    if (runningProcess(runDir, name) === null) started.push(name);
    return start();
  };
  const logFile = join(sessionDir, 'sim.log');
  const env = environmentOf(place);
  const plan = { args: ['sim', '--symbols', SYMBOLS.join(',')], env, cwd: process.cwd(), runDir, sessionDir, logFile };
  const sim = await begun('sim', () => startProcess({ name: 'sim', readyType: 'listening', ...plan }, stop));
  remark(`3/6 simulated exchange at ${sim.record.url}`);
  const api = await begun('aurora-api', () => startApi({ port, sessionDir }));
  remark(`4/6 gate at ${api.url}`);
  const wsUrl = String(sim.ready['ws_url']);
  const asked = { wsUrl, restUrl: sim.record.url!, symbols: SYMBOLS, apiUrl: api.url, sessionDir };
  const runner = await begun('wisescalp-runner', () => startRunner(asked));
  remark(`5/6 shadow runner trades ${runner.symbols.join(', ')}`);
  const gone = () => started.filter((name) => runningProcess(runDir, name) === null);
  return { gateUrl: api.url, runnerMetricsUrl: runner.metrics_url, sessionDir, gone };
}
