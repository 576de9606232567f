import { readFileSync } from 'node:fs';
import { CalibratorArtifactError, parseCalibratorArtifact, type CalibratorArtifact } from '@aurora/calibration';
import { answer, type AnswerFlags } from '../cli/answer';
import { UsageError } from '../cli/failures';
import { drawDiagram } from './draw-diagram';
import { evaluateModel } from './evaluate-model';
import { readSamples } from './read-samples';
import { evaluateText, type EvaluateAnswer } from './report-text';
import { columnsOf, refuseFolderless, type ColumnFlags } from './source-flags';

export interface EvaluateFlags extends AnswerFlags, ColumnFlags {
  readonly from?: number;
  readonly unseen?: boolean;
  readonly svg?: string;
  readonly bins: number;
}

/** `auroractl calibrate evaluate`. */
export async function runEvaluate(model: string, sources: readonly string[], flags: EvaluateFlags): Promise<void> {
  const { from, unseen = false, svg, bins } = flags;
  const artifact = readModel(model);
  if (svg !== undefined) refuseFolderless([svg]);
  const read = await readSamples(sources, columnsOf(flags));
  if (from !== undefined && !read.isTimed)
    throw new UsageError('--from needs times: name their column with --time-column');
  const { report, curves } = evaluateModel(artifact, read, { fromMs: from ?? null, areUnseen: unseen, bins });
  if (svg !== undefined) await drawDiagram(svg, { model: report.model, before: read.before }, report.judged, curves);
  const { before, leftOut, remarks } = read;
  const evaluation: EvaluateAnswer = { ...report, before, left_out_rows: leftOut, svg: svg ?? null, remarks };
  answer(flags, evaluation, evaluateText);
}

function readModel(file: string): CalibratorArtifact {
  try {
    return parseCalibratorArtifact(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof CalibratorArtifactError) throw new UsageError(`${file} is no model: ${error.message}`);
    if (error instanceof SyntaxError) throw new UsageError(`${file} is no JSON: ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR') throw new UsageError(`there is no file ${file}`);
    throw error;
  }
}
