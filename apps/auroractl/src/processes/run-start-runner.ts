import { join, resolve } from 'node:path';
import { answer, type AnswerFlags } from '../cli/answer';
import { Finding, UsageError } from '../cli/failures';
import { localConfig } from '../gate/find-gate';
import { runningProcess } from './process-record';
import { ensureBuilt } from './programs';
import { environmentOf, settleRun } from './run-folder';
import { startProcess } from './start-process';

const NAME = 'wisescalp-runner';

export interface StartRunnerFlags extends AnswerFlags {
  readonly wsUrl?: string;
  readonly restUrl?: string;
  readonly recording?: string;
  readonly symbols?: readonly string[];
  readonly parent?: string;
  readonly child?: string;
  readonly apiUrl?: string;
  readonly sessionDir?: string;
}

/** What `start-runner` answers. */
export interface StartedRunner {
  readonly pid: number;
  readonly symbols: readonly string[];
  readonly metrics_url: string;
  readonly api_url: string;
  readonly session_dir: string;
  readonly log_file: string;
}

/** `auroractl start-runner`. */
export async function runStartRunner(flags: StartRunnerFlags): Promise<void> {
  answer(
    flags,
    await startRunner(flags),
    ({ pid, symbols, metrics_url: metrics, api_url: api, session_dir: session, log_file: log }) =>
      `wisescalp-runner trades ${symbols.join(', ')} in shadow (pid ${pid})\n  asks     ${api}\n  metrics  ${metrics}\n` +
      `  session  ${session}\n  log      ${log}\n  next     auroractl events tail --follow; auroractl stop wisescalp-runner`,
  );
}

/** Starts the shadow runner in the background and waits until it serves its metrics. Throws a `Finding` when one of ours runs here already. */
export async function startRunner(flags: StartRunnerFlags): Promise<StartedRunner> {
  ensureBuilt([NAME]);
  const config = await localConfig();
  if (config.mode === 'live')
    throw new UsageError('the runner trades in shadow alone, and the mode is live: set AURORA_MODE=shadow');
  const place = await settleRun(flags);
  const { runDir, sessionDir } = place;
  const running = runningProcess(runDir, NAME);
  if (running !== null)
    throw new Finding(
      `wisescalp-runner runs already (pid ${running.pid}); stop it with \`auroractl stop wisescalp-runner\``,
    );
  const apiUrl =
    flags.apiUrl ?? runningProcess(runDir, 'aurora-api')?.url ?? `http://${config.api.host}:${config.api.port}`;
  const logFile = join(sessionDir, 'runner.log');
  const started = await startProcess({
    name: NAME,
    args: [...marketArgs(flags, runDir), ...symbolArgs(flags), '--api-url', apiUrl, ...placeArgs(sessionDir)],
    env: environmentOf(place),
    cwd: process.cwd(),
    ...{ runDir, sessionDir, logFile },
    readyType: 'started',
  });
  const { record, ready } = started;
  return {
    pid: record.pid,
    symbols: ready['symbols'] as readonly string[],
    metrics_url: record.url!,
    api_url: apiUrl,
    session_dir: sessionDir,
    log_file: logFile,
  };
}

function marketArgs({ wsUrl, restUrl, recording }: StartRunnerFlags, runDir: string): string[] {
  if (recording !== undefined && wsUrl !== undefined)
    throw new UsageError('a market comes from --recording or from --ws-url, not from both');
  if (recording !== undefined) return ['--recording', resolve(recording)];
  // An exchange that was left running here is meant, as the gate is.
  const here = runningProcess(runDir, 'sim')?.url;
  const [ws, rest] = wsUrl === undefined && here ? [here.replace(/^http/, 'ws'), here] : [wsUrl, restUrl];
  if (ws === undefined)
    throw new UsageError(
      'say where the market is: --ws-url wss://fstream.binance.com, --ws-url of an `auroractl sim`, or --recording DIR',
    );
  return ['--ws-url', ws, ...(rest === undefined ? [] : ['--rest-url', rest])];
}

const symbolArgs = ({ symbols, parent, child }: StartRunnerFlags): string[] => [
  ...(symbols === undefined ? [] : ['--symbols', symbols.join(',')]),
  ...(parent === undefined ? [] : ['--parent', parent]),
  ...(child === undefined ? [] : ['--child', child]),
];

const placeArgs = (sessionDir: string): string[] => ['--session-dir', sessionDir, '--metrics-port', '0'];
