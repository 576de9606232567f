import { join, resolve } from 'node:path';
import { createSessionFolder } from '@aurora/events/node';
import type { AuroraConfig } from '@aurora/config';
import { answer, remark, type AnswerFlags } from '../cli/answer';
import { EXIT } from '../cli/exit-code';
import { UsageError } from '../cli/failures';
import { progressOf } from '../cli/progress';
import { localConfig } from '../gate/find-gate';
import { ProcessGroup } from '../processes/process-group';
import type { ProcessName } from '../processes/process-record';
import { ensureBuilt } from '../processes/programs';
import { stopOnSignals } from '../processes/stop-on-signals';
import { harvestOf } from '../tuning/harvest';
import { canaryReport, canaryText, writeReport, type CanaryReport } from './canary-report';
import { limitsOf, type CanaryLimits, type LimitFlags } from './canary-limits';
import { judgeCanary, type CanaryCheck } from './judge-canary';
import { orderEnds } from './order-ends';
import { watchCanary, type CanaryScene, type CanarySight } from './watch-canary';

export interface CanaryFlags extends AnswerFlags, LimitFlags {
  readonly minutes: number;
  readonly wsUrl?: string;
  readonly restUrl?: string;
  readonly apiUrl?: string;
  readonly symbols?: readonly string[];
  readonly parent?: string;
  readonly child?: string;
  readonly report?: string;
}

const USUAL_PAIR = ['SOLUSDT', 'SOONUSDT'];

/** `auroractl canary`. */
export async function runCanary(flags: CanaryFlags): Promise<void> {
  ensureBuilt(flags.apiUrl === undefined ? ['aurora-api', 'wisescalp-runner'] : ['wisescalp-runner']);
  const config = await localConfig();
  mustNotBeLive(config);
  const sessionDir = await newSession();
  const group = new ProcessGroup(join(sessionDir, 'run'));
  const { signal: stop, release } = stopOnSignals();
  try {
    const scene = await start(flags, sessionDir, group, stop);
    const limits = limitsOf(config, flags);
    remark(`watching gate ${scene.gateUrl} and the runner for ${flags.minutes} min; Ctrl-C ends it early`);
    const sight = await watched(scene, limits, flags.minutes, stop);
    // It ends what it has open before it is judged by it.
    await group.stop('wisescalp-runner');
    const checks = await judgedBy(scene, sight, limits, config);
    report(flags, checks, scene, sight);
  } catch (error) {
    if (!stop.aborted) throw error;
    remark('ended before anything could be seen');
    process.exitCode = EXIT.finding;
  } finally {
    await group.end();
    release();
  }
}

export function mustNotBeLive({ mode }: AuroraConfig): void {
  if (mode === 'live')
    throw new UsageError('a canary trades in shadow, and the mode is live: set AURORA_MODE=shadow for it');
}

async function newSession(): Promise<string> {
  const { findRoot } = await import('@aurora/config/node');
  return resolve(await createSessionFolder(join(findRoot(process.cwd()) ?? '.', 'logs'), Date.now()));
}

async function start(
  flags: CanaryFlags,
  sessionDir: string,
  group: ProcessGroup,
  stop: AbortSignal,
): Promise<CanaryScene> {
  const env = { ...process.env, AURORA_SESSION_DIR: sessionDir, AURORA_RUN_DIR: group.runDir, AURORA_API_PORT: '0' };
  const begin = async (name: ProcessName, args: readonly string[], readyType: 'listening' | 'started') => {
    const logFile = join(sessionDir, `${name}.log`);
    const { record, ready } = await group.start(
      { name, args, env, readyType, logFile, sessionDir, cwd: process.cwd() },
      stop,
    );
    return { url: record.url!, ready };
  };
  const { wsUrl, restUrl, parent, child } = flags;
  // A simulated market has the symbols that are asked for; of a venue the runner knows the usual ones.
  const symbols = flags.symbols ?? (wsUrl === undefined ? USUAL_PAIR : undefined);
  const own: ProcessName[] = ['wisescalp-runner'];
  const market = { ws: wsUrl, rest: restUrl };
  if (wsUrl === undefined) {
    own.push('sim');
    const { url, ready } = await begin('sim', ['sim', '--symbols', symbols!.join(',')], 'listening');
    Object.assign(market, { ws: String(ready['ws_url']), rest: url });
  }
  if (flags.apiUrl === undefined) own.push('aurora-api');
  const gateUrl = flags.apiUrl ?? (await begin('aurora-api', [], 'listening')).url;
  const named = {
    '--ws-url': market.ws,
    '--rest-url': market.rest,
    '--symbols': symbols?.join(','),
    '--parent': parent,
    '--child': child,
  };
  const asked = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  const rest = ['--api-url', gateUrl, '--session-dir', sessionDir, '--metrics-port', '0'];
  const runner = await begin('wisescalp-runner', [...asked, ...rest], 'started');
  const gone = () => own.filter((name) => !group.lives(name));
  return { gateUrl, runnerMetricsUrl: runner.url, sessionDir, gone };
}

/** Watches it for so many minutes, with a bar that says what is left. */
export async function watched(
  scene: CanaryScene,
  limits: CanaryLimits,
  minutes: number,
  stop: AbortSignal,
): Promise<CanarySight> {
  const durationMs = minutes * 60_000;
  const progress = progressOf('canary', durationMs);
  const onSecond = (elapsedMs: number, what: string) => progress.at(Math.min(elapsedMs, durationMs), what);
  try {
    return await watchCanary(scene, { durationMs, limits, stop, onSecond });
  } finally {
    progress.end();
  }
}

/** Judges a runner that has ended, by its log and by what was seen of it. */
export async function judgedBy(
  { sessionDir }: CanaryScene,
  sight: CanarySight,
  limits: CanaryLimits,
  { runner }: AuroraConfig,
): Promise<readonly CanaryCheck[]> {
  const [harvest, ends] = await Promise.all([harvestOf(sessionDir, runner.equityUsdt), orderEnds(sessionDir)]);
  return judgeCanary({ sight, harvest, ends }, limits);
}

/** Writes and shows the judgement; a breach is the exit code. */
export function report(
  flags: AnswerFlags & { readonly report?: string },
  checks: readonly CanaryCheck[],
  { gateUrl, sessionDir }: CanaryScene,
  { elapsedMs }: CanarySight,
): CanaryReport {
  const path = flags.report ?? join(sessionDir, 'canary.md');
  const elapsed_s = Math.round(elapsedMs / 1000);
  const made = canaryReport(checks, { elapsed_s, gate: gateUrl, session_dir: sessionDir, report: path });
  writeReport(made);
  answer(flags, made, canaryText);
  if (made.verdict === 'FAIL') process.exitCode = EXIT.finding;
  return made;
}
