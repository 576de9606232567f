import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { answer, paint, type AnswerFlags } from '../../cli/answer';
import { EXIT } from '../../cli/exit-code';
import { UsageError } from '../../cli/failures';
import { progressOf } from '../../cli/progress';
import { findSource } from '../session';
import { convertLegacy } from './convert-legacy';
import { Findings, type Problem } from './findings';
import { checkSource, filesToCheck, type CheckedLog } from './validate-log';

/** Flags of `events validate`. */
export interface ValidateFlags extends AnswerFlags {
  readonly max: number;
  readonly legacy?: string;
}

/** As `events validate --json` says it. */
interface ValidateReport {
  readonly ok: boolean;
  readonly logs: readonly CheckedLog[];
  readonly converted?: { readonly file: string; readonly lines: number };
  readonly problems: { readonly total: number; readonly by_kind: object; readonly first: readonly Problem[] };
  readonly notes: readonly string[];
}

export async function runValidate(sessions: readonly string[], flags: ValidateFlags): Promise<void> {
  const findings = new Findings(flags.max);
  const rest =
    flags.legacy === undefined
      ? { logs: await checkAll(sessions, findings) }
      : await convert(sessions, flags.legacy, findings);
  const report: ValidateReport = {
    ok: findings.total === 0,
    ...rest,
    problems: { total: findings.total, by_kind: findings.byKind(), first: findings.first },
    notes: findings.notes,
  };
  answer(flags, report, textOf);
  if (!report.ok) process.exitCode = EXIT.finding;
}

async function checkAll(sessions: readonly string[], findings: Findings): Promise<CheckedLog[]> {
  const asked = sessions.length === 0 ? [undefined] : sessions;
  const sources = await Promise.all(asked.map(findSource));
  const files = (await Promise.all(sources.map(filesToCheck))).flat();
  const total = files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0).reduce((a, b) => a + b, 1);
  const progress = progressOf('checking', total);
  let done = 0;
  const checked: CheckedLog[] = [];
  for (const source of sources)
    checked.push(
      ...(await checkSource(source, findings, (bytes, file) => progress.at((done += bytes), basename(file)))),
    );
  progress.end();
  return checked;
}

async function convert(sessions: readonly string[], to: string, findings: Findings) {
  const [from] = sessions;
  if (from === undefined || sessions.length > 1 || !(statSync(from, { throwIfNoEntry: false })?.isFile() ?? false))
    throw new UsageError('--legacy converts one file: events validate OLD.jsonl --legacy NEW.jsonl');
  return { logs: [], converted: { file: to, lines: await convertLegacy(from, to, findings) } };
}

function textOf({ ok, logs, converted, problems, notes }: ValidateReport): string {
  const shown = problems.first.map(
    ({ file, line, kind, message }) => `${file}${line === null ? '' : `:${line}`}: ${paint.red(kind)} ${message}`,
  );
  const more = problems.total - shown.length;
  return [
    ...logs
      .filter(({ lines, runs }) => lines > 0 || runs !== undefined)
      .map(({ log, files, lines, runs }) =>
        [
          `${log}: ${lines.toLocaleString('en')} lines in ${files} ${files === 1 ? 'file' : 'files'}`,
          runs === undefined ? '' : `, ${runs} ${runs === 1 ? 'run' : 'runs'}`,
        ].join(''),
      ),
    ...(converted ? [`${converted.lines.toLocaleString('en')} lines converted into ${converted.file}`] : []),
    ...shown,
    ...(more > 0 ? [`… and ${more.toLocaleString('en')} more: --max`] : []),
    ...notes.map((note) => paint.dim(`note: ${note}`)),
    ok
      ? paint.green('no problem found')
      : paint.red(`${problems.total.toLocaleString('en')} ${problems.total === 1 ? 'problem' : 'problems'}`),
  ].join('\n');
}
