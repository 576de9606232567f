import { resolve } from 'node:path';
import { answer, remark, type AnswerFlags } from '../cli/answer';
import { EXIT } from '../cli/exit-code';
import { UsageError } from '../cli/failures';
import { localConfig } from '../gate/find-gate';
import { isAlive, PROCESS_NAMES, processRecords, type ProcessName, type ProcessRecord } from './process-record';
import { stopRecorded, type Stopped } from './stop-process';

export interface StopFlags extends AnswerFlags {
  readonly all?: boolean;
  readonly timeout: number;
}

interface StopAnswer {
  readonly stopped: readonly { readonly name: string; readonly pid: number; readonly outcome: string }[];
  readonly not_running: readonly string[];
}

const SHORT: Readonly<Record<string, ProcessName>> = { api: 'aurora-api', runner: 'wisescalp-runner' };

/** `auroractl stop`: ends background processes by their records alone. */
export async function runStop(given: readonly string[], flags: StopFlags): Promise<void> {
  const runDir = resolve((await localConfig()).session.runDir);
  const names = given.map(nameOf);
  if (names.length === 0 && flags.all !== true) throw new UsageError(whatToName(processRecords(runDir)));
  const isMeant = ({ name }: ProcessRecord): boolean => flags.all === true || names.includes(name as ProcessName);
  const onEnd = (one: Stopped): void => warn(one, flags.timeout);
  const stopped = [...(await stopRecorded(runDir, flags.timeout, { only: isMeant, onEnd }))];
  if (flags.all === true) stopped.push(...(await stopLeftProofs(flags.timeout, onEnd)));
  if (stopped.some(({ outcome }) => outcome === 'stuck')) process.exitCode = EXIT.finding;
  const found = stopped.map(({ record }) => record.name);
  const value: StopAnswer = {
    stopped: stopped.map(({ record: { name, pid }, outcome }) => ({ name, pid, outcome })),
    not_running: names.filter((name) => !found.includes(name)),
  };
  answer(flags, value, text);
}

/** What proofs that were killed have left. */
async function stopLeftProofs(graceMs: number, onEnd: (one: Stopped) => void): Promise<readonly Stopped[]> {
  const { leftProofs, proofFolder } = await import('../proof/proof-folders.js');
  const all: Stopped[] = [];
  for (const { runDir } of leftProofs(await proofFolder()))
    all.push(...(await stopRecorded(runDir, graceMs, { onEnd })));
  return all;
}

function nameOf(text: string): ProcessName {
  const name = SHORT[text] ?? PROCESS_NAMES.find((known) => known === text);
  if (name === undefined) throw new UsageError(`there is no process "${text}": ${PROCESS_NAMES.join(', ')}`);
  return name;
}

function whatToName(records: readonly ProcessRecord[]): string {
  const running = records.filter(isAlive).map(({ name, pid }) => `${name} (pid ${pid})`);
  return running.length === 0
    ? 'name what to stop, or --all; nothing that was started here runs'
    : `name what to stop, or --all; running: ${running.join(', ')}`;
}

function warn({ record: { name, pid }, outcome }: Stopped, graceMs: number): void {
  if (outcome === 'killed')
    remark(`warning: ${name} (pid ${pid}) did not end within ${graceMs / 1000} s and was killed`);
  if (outcome === 'stuck') remark(`warning: ${name} (pid ${pid}) does not end, not even by force`);
}

const SAID: Readonly<Record<Stopped['outcome'], string>> = {
  stopped: 'has ended',
  killed: 'was killed',
  stuck: 'still runs',
  gone: 'had ended before; its record is removed',
};

function text({ stopped, not_running: idle }: StopAnswer): string {
  const lines = [
    ...stopped.map(({ name, pid, outcome }) => `${name} (pid ${pid}) ${SAID[outcome as Stopped['outcome']]}`),
    ...idle.map((name) => `${name} is not running here`),
  ];
  return lines.length === 0 ? 'nothing was running here' : lines.join('\n');
}
