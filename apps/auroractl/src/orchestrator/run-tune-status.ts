import { answer, paint, type AnswerFlags } from '../cli/answer';
import { EXIT } from '../cli/exit-code';
import { localConfig } from '../gate/find-gate';
import { startedTicks } from '../processes/process-record';
import { readFreeze, readStatusText, tunerDirOf } from './tuner-folder';
import type { StatusFile } from './tuner-state';

/** What is shown: the state that the tuner wrote last, and what can be seen from outside. */
export type TuneStatus = Partial<StatusFile> & {
  readonly running: boolean;
  readonly dir: string;
  readonly problem?: string;
};

/** Heartbeats that may be missed before a tuner is no longer believed to run; the gate counts the same. */
const INTERVALS = 2;

/** `auroractl tune status`. */
export async function runTuneStatus(flags: AnswerFlags): Promise<void> {
  const dir = tunerDirOf(await localConfig());
  const frozen = (await readFreeze(dir)) !== null;
  const status = { ...statusOf(await readStatusText(dir), dir, Date.now()), frozen };
  answer(flags, status, textOf);
  if (!status.running) process.exitCode = EXIT.finding;
}

/** @param text of `status.json`; `null` when there is none. */
export function statusOf(text: string | null, dir: string, nowMs: number): TuneStatus {
  if (text === null) return { running: false, dir };
  try {
    const said = JSON.parse(text) as StatusFile;
    return { ...said, running: isRunning(said, nowMs), dir };
  } catch (error) {
    return { running: false, dir, problem: `status.json is no JSON: ${(error as Error).message}` };
  }
}

const isRunning = ({ pid, heartbeat_at: at, interval_ms: intervalMs }: StatusFile, nowMs: number): boolean =>
  pid != null &&
  at != null &&
  intervalMs != null &&
  nowMs - Date.parse(at) <= INTERVALS * intervalMs &&
  startedTicks(pid) !== null;

function textOf(status: TuneStatus): string {
  const { running, dir, problem, mode, pid, heartbeat_at: at, gate, study, current, best, freeze_reason: why } = status;
  if (problem !== undefined) return `${paint.red('unknown')}  ${problem} (${dir})`;
  if (pid == null) return `no tuner has run in ${dir}; start one with \`auroractl tune --online\``;
  const lines: [string, string][] = [
    ['tuner', running ? `${mode} (pid ${pid})` : `${paint.red('does not run')}; last heartbeat ${at}`],
    ...(status.frozen === true ? [['frozen', why ?? 'yes'] as [string, string]] : []),
    [
      'gate',
      gate?.ok === true ? gate.url : `${gate?.url ?? '?'} ${paint.red('does not answer')}: ${gate?.error ?? ''}`,
    ],
    [
      'in force',
      current == null
        ? 'the base'
        : `trial ${current.trial}, since ${current.since}, score ${current.score ?? 'not yet'}`,
    ],
    ...Object.entries(current?.params ?? {}).map(([name, value]): [string, string] => [
      '',
      `${name} = ${String(value)}`,
    ]),
    ['best', best == null ? 'none yet' : `trial ${best.trial}, score ${best.score}`],
    ['trials', study == null ? '?' : countsOf(study)],
    ['base', `${status.base_author ?? 'the files'} (${status.base_overlay_hash ?? 'not known yet'})`],
    ['folder', dir],
  ];
  return lines.map(([name, value]) => `${name.padEnd(9)}${value}`).join('\n');
}

const countsOf = ({ trials, complete, rejected, failed, stale, running }: NonNullable<StatusFile['study']>): string =>
  `${trials}: ${complete} complete, ${rejected} rejected, ${failed} failed, ${stale} stale, ${running} running`;
