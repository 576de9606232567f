import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OutcomeSample } from '@aurora/calibration';
import { sessionFiles } from '@aurora/events/node';
import { UsageError } from '../cli/failures';
import { progressOf } from '../cli/progress';
import { readCsvSamples } from './read-csv-samples';
import { readLogSamples } from './read-log-samples';
import type { CsvColumns, Samples } from './samples';

interface SourceFile {
  readonly path: string;
  readonly isCsv: boolean;
}

/**
 * Reads what sources hold: session folders, event logs and CSV files. Throws a `UsageError` on a source that is not there,
 * is none, or is named twice, on rows that cannot be read, and when only some have times.
 */
export async function readSamples(sources: readonly string[], columns: CsvColumns): Promise<Samples> {
  const files = (await Promise.all(sources.map(filesOf))).flat();
  refuseTwice(files);
  const total = files.reduce((sum, { path }) => sum + statSync(path).size, 0);
  const progress = progressOf('reading', Math.max(1, total));
  let done = 0;
  const onRead = (bytes: number): void => progress.at((done += bytes));
  const samples: OutcomeSample[] = [];
  let leftOut = 0;
  const timed = new Set<boolean>();
  try {
    for (const { path, isCsv } of files) {
      const read = isCsv ? await readCsvSamples(path, columns, onRead) : null;
      for (const sample of read?.samples ?? (await readLogSamples(path, onRead))) samples.push(sample);
      timed.add(read?.isTimed ?? true);
      leftOut += read?.leftOut ?? 0;
    }
  } finally {
    progress.end();
  }
  if (timed.size > 1) throw new UsageError('some sources have times and some have none: judge them apart');
  const isTimed = !timed.has(false);
  return {
    samples,
    isTimed,
    leftOut,
    before: beforeOf(files, samples, columns),
    remarks: remarksOf(samples, columns, files),
  };
}

async function filesOf(source: string): Promise<SourceFile[]> {
  const stat = statSync(source, { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`there is no ${source}`);
  if (!stat.isDirectory()) {
    if (!/\.(csv|jsonl)(\.gz)?$/.test(source))
      throw new UsageError(`${source} is neither a session folder nor a .jsonl or .csv file (.gz or not)`);
    return [{ path: source, isCsv: /\.csv(\.gz)?$/.test(source) }];
  }
  // Outcomes are on record with the runner, which has a folder of its own in a session.
  const folder = readdirSync(source).includes('runner') ? join(source, 'runner') : source;
  const logs = await sessionFiles(folder);
  if (logs.length === 0)
    throw new UsageError(`${folder} holds no event log (aurora_events.jsonl): name a session folder`);
  return logs.map((path) => ({ path, isCsv: false }));
}

function refuseTwice(files: readonly SourceFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    const real = realpathSync(path);
    if (seen.has(real)) throw new UsageError(`${path} is named twice: its outcomes would count twice`);
    seen.add(real);
  }
}

function beforeOf(
  files: readonly SourceFile[],
  samples: readonly OutcomeSample[],
  { areProbabilities }: CsvColumns,
): string {
  const models = [...new Set(samples.map(({ model }) => model))].filter((model) => model !== 'csv');
  const csv = areProbabilities ? 'the probabilities as they stand' : 'sigmoid@1';
  const log = models.length > 3 ? `${models.length} models as they judged` : `${models.join(', ')} as it judged`;
  return [...(files.some(({ isCsv }) => isCsv) ? [csv] : []), ...(models.length > 0 ? [log] : [])].join('; ');
}

function remarksOf(
  samples: readonly OutcomeSample[],
  { areProbabilities }: CsvColumns,
  files: readonly SourceFile[],
): string[] {
  const looksLikeProbabilities =
    files.every(({ isCsv }) => isCsv) &&
    !areProbabilities &&
    samples.length > 0 &&
    samples.every(({ score }) => score >= 0);
  return looksLikeProbabilities ? ['all scores lie in 0..1; if they are probabilities, say --probabilities'] : [];
}
