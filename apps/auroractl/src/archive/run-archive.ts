import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { answer, paint, type AnswerFlags } from '../cli/answer';
import { EXIT } from '../cli/exit-code';
import { Finding, UsageError } from '../cli/failures';
import { progressOf } from '../cli/progress';
import { localConfig } from '../gate/find-gate';
import { processRecords } from '../processes/process-record';
import { archiveSession, type Archived } from './archive-session';
import { candidatesIn, clearLeftovers, type Candidate } from './candidates';

/** Flags of `archive`. */
export interface ArchiveFlags extends AnswerFlags {
  readonly logs: string;
  /** ms. */
  readonly olderThan: number;
  readonly keep: number;
  readonly dryRun?: boolean;
  readonly remove?: boolean;
}

type Outcome =
  | Archived
  | { readonly outcome: 'would_archive'; readonly bytes: number }
  | { readonly outcome: 'skipped' | 'failed'; readonly why: string };

/** As `archive --json` says it. */
interface ArchiveReport {
  readonly logs: string;
  readonly sessions: readonly ({ readonly session: string } & Outcome)[];
}

export async function runArchive(flags: ArchiveFlags): Promise<void> {
  const logs = resolve(flags.logs);
  if (!existsSync(logs)) throw new UsageError(`there is no folder ${logs}; say where the sessions are with --logs`);
  const { session } = await localConfig();
  const rules = {
    nowMs: Date.now(),
    olderThanMs: flags.olderThan,
    keep: flags.keep,
    processes: processRecords(resolve(session.runDir)),
  };
  const isDry = flags.dryRun === true;
  if (!isDry) clearLeftovers(logs);
  const candidates = await candidatesIn(logs, rules);
  const outcomes = isDry ? candidates.map(planned) : await archiveAll(candidates, flags, rules.nowMs);
  const sessions = outcomes.map((outcome, index) => ({ session: candidates[index]!.session, ...outcome }));
  answer(flags, { logs, sessions }, reportText);
  if (sessions.some(({ outcome }) => outcome === 'failed')) process.exitCode = EXIT.finding;
}

const planned = ({ leftAlone, bytes }: Candidate): Outcome =>
  leftAlone === null ? { outcome: 'would_archive', bytes } : { outcome: 'skipped', why: leftAlone };

async function archiveAll(
  candidates: readonly Candidate[],
  { remove = false }: ArchiveFlags,
  nowMs: number,
): Promise<Outcome[]> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new Finding('interrupted; no archive was left half done'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  const total = candidates.filter(({ leftAlone }) => leftAlone === null).reduce((sum, { bytes }) => sum + bytes, 1);
  const progress = progressOf('archiving', total);
  let done = 0;
  const outcomes: Outcome[] = [];
  try {
    for (const { dir, session, leftAlone } of candidates) {
      const onBytes = (bytes: number) => progress.at((done += bytes), session);
      const options = { remove, nowMs, signal: interruption.signal, onBytes };
      if (leftAlone !== null) outcomes.push({ outcome: 'skipped', why: leftAlone });
      else outcomes.push(await archiveSession(dir, options).catch((error: unknown) => failed(error, interruption)));
    }
  } finally {
    progress.end();
  }
  return outcomes;
}

/** One session that cannot be archived does not keep the others from it. */
function failed(error: unknown, { signal }: AbortController): Outcome {
  if (signal.aborted) throw signal.reason;
  return { outcome: 'failed', why: error instanceof Error ? error.message : String(error) };
}

function reportText({ logs, sessions }: ArchiveReport): string {
  if (sessions.length === 0) return `no session in ${logs}`;
  const width = Math.max(...sessions.map(({ session }) => session.length));
  return sessions.map(({ session, ...outcome }) => `${session.padEnd(width)}  ${outcomeText(outcome)}`).join('\n');
}

function outcomeText(outcome: Outcome): string {
  switch (outcome.outcome) {
    case 'failed':
      return paint.red(`failed: ${outcome.why}`);
    case 'skipped':
      return paint.dim(`left alone: ${outcome.why}`);
    case 'would_archive':
      return `would be archived, ${megabytes(outcome.bytes)}`;
    default: {
      const { archive, files, bytes, archive_bytes: packed, removed } = outcome;
      const verb = outcome.outcome === 'archived' ? paint.green('archived') : 'archived already';
      return `${verb}${removed ? ', folder removed' : ''}: ${archive}, ${files} files, ${megabytes(bytes)} in ${megabytes(packed)}`;
    }
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
