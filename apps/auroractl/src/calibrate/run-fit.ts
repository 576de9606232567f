import { existsSync } from 'node:fs';
import { answer, type AnswerFlags } from '../cli/answer';
import { EXIT } from '../cli/exit-code';
import { Finding, UsageError } from '../cli/failures';
import { replaceFile } from '../files/replace-file';
import { drawDiagram } from './draw-diagram';
import { fitModel, type Kind } from './fit-model';
import { readSamples } from './read-samples';
import { fitText, type FitAnswer } from './report-text';
import { columnsOf, refuseFolderless, type ColumnFlags } from './source-flags';

export interface FitFlags extends AnswerFlags, ColumnFlags {
  readonly kind: Kind | 'auto';
  readonly name: string;
  readonly out: string;
  readonly until?: number;
  readonly holdout?: number;
  readonly svg?: string;
  readonly bins: number;
  readonly force?: boolean;
}

const DEFAULT_HOLDOUT = 0.3;
const READABLE = 0o644;

/** `auroractl calibrate fit`. */
export async function runFit(sources: readonly string[], flags: FitFlags): Promise<void> {
  const { kind, name, out, until, holdout, svg, bins, force = false } = flags;
  if (until !== undefined && holdout !== undefined)
    throw new UsageError('--until and --holdout both say where to cut: give one');
  if (!force && existsSync(out))
    throw new Finding(
      `${out} is there already; a model never changes under its name. Choose another --out, or say --force`,
    );
  refuseFolderless([out, ...(svg === undefined ? [] : [svg])]);
  const read = await readSamples(sources, columnsOf(flags));
  if (until !== undefined && !read.isTimed)
    throw new UsageError('--until needs times: name their column with --time-column, or use --holdout');
  const request = { kind, name, nowMs: Date.now(), untilMs: until ?? null, holdout: holdout ?? DEFAULT_HOLDOUT, bins };
  const { artifact, report, curves } = fitModel(read, request);
  replaceFile(out, `${JSON.stringify(artifact, null, 2)}\n`, READABLE);
  if (svg !== undefined) await drawDiagram(svg, { model: report.model, before: read.before }, report.held_out, curves);
  const { before, leftOut, remarks } = read;
  const fit: FitAnswer = { file: out, ...report, before, left_out_rows: leftOut, svg: svg ?? null, remarks };
  answer(flags, fit, fitText);
  if (!report.held_out.better) process.exitCode = EXIT.finding;
}
