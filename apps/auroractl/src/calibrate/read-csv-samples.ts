import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SIGMOID_CALIBRATOR, type OutcomeSample } from '@aurora/calibration';
import { CsvError, parse } from 'csv-parse';
import { UsageError } from '../cli/failures';
import { momentMs } from './moment';
import type { CsvColumns, OnRead } from './samples';

/** What a CSV file holds. */
export interface CsvSamples {
  readonly samples: readonly OutcomeSample[];
  readonly isTimed: boolean;
  readonly leftOut: number;
}

interface Row {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/** A cell that cannot be meant. */
class CellError extends Error {}

/**
 * Reads a CSV file with a header, also `.gz`, as a stream. Throws a `UsageError` with file, line and column on what cannot
 * be read, unless such rows are to be left out.
 */
export async function readCsvSamples(file: string, columns: CsvColumns, onRead: OnRead): Promise<CsvSamples> {
  const samples: OutcomeSample[] = [];
  let timeColumn: string | null = null;
  let leftOut = 0;
  const header = (names: string[]): string[] => {
    timeColumn = timeColumnOf(names, columns, file);
    return names;
  };
  const options = { bom: true, columns: header, info: true, skip_empty_lines: true, trim: true } as const;
  const rows = pipeline(bytesOf(file, onRead), parse(options), () => undefined);
  try {
    for await (const { record, info } of rows as AsyncIterable<Row>) {
      const sample = attempt(() => sampleOf(record, columns, timeColumn, samples.length));
      if (!(sample instanceof CellError)) samples.push(sample);
      else if (columns.skipBadRows) leftOut++;
      else throw new UsageError(`${file}:${info.lines}: ${sample.message}; --skip-bad-rows leaves such rows out`);
    }
  } catch (error) {
    throw asUsageError(error, file);
  }
  return { samples, isTimed: timeColumn !== null, leftOut };
}

function bytesOf(file: string, onRead: OnRead): Readable {
  const bytes = createReadStream(file).on('data', ({ length }) => onRead(length));
  // The iteration sees the errors of both.
  return file.endsWith('.gz') ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
}

function timeColumnOf(names: readonly string[], { score, label, time }: CsvColumns, file: string): string | null {
  const missing = [score, label, ...(time === null ? [] : [time])].filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new UsageError(
      `${file}:1: there is no column ${missing.join(' and no column ')}; there are ${names.join(', ')}. Say which to take with --score-column, --label-column, --time-column`,
    );
  return time ?? (names.includes('ts') ? 'ts' : null);
}

function sampleOf(
  record: Readonly<Record<string, string>>,
  { score: scoreColumn, label: labelColumn, areProbabilities }: CsvColumns,
  timeColumn: string | null,
  index: number,
): OutcomeSample {
  const given = numberIn(record, scoreColumn, areProbabilities ? 0 : -1, 1);
  const score = areProbabilities ? 2 * given - 1 : given;
  const label = numberIn(record, labelColumn, 0, 1);
  if (label !== 0 && label !== 1) refuse(record, labelColumn, 'must be 0 or 1');
  const timeMs = timeColumn === null ? index : momentIn(record, timeColumn);
  return {
    score,
    p: areProbabilities ? given : SIGMOID_CALIBRATOR.predict(score),
    model: 'csv',
    label: label === 1 ? 1 : 0,
    outcome: label === 1 ? 'target' : 'stop',
    openedMs: timeMs,
    closedMs: timeMs,
  };
}

function numberIn(record: Readonly<Record<string, string>>, column: string, least: number, most: number): number {
  const text = record[column]!;
  const value = text === '' ? NaN : Number(text);
  return value >= least && value <= most ? value : refuse(record, column, `must be a number from ${least} to ${most}`);
}

const momentIn = (record: Readonly<Record<string, string>>, column: string): number =>
  momentMs(record[column]!) ?? refuse(record, column, 'must be a time, as 2026-01-31T12:00:00Z or ms since the epoch');

function refuse(record: Readonly<Record<string, string>>, column: string, must: string): never {
  throw new CellError(`column ${column} ${must}, is ${JSON.stringify(record[column])}`);
}

function attempt(read: () => OutcomeSample): OutcomeSample | CellError {
  try {
    return read();
  } catch (error) {
    if (error instanceof CellError) return error;
    throw error;
  }
}

function asUsageError(error: unknown, file: string): unknown {
  if (error instanceof CsvError) return new UsageError(`${file}:${String(error['lines'])}: ${error.message}`);
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE'
    ? new UsageError(`${file} is no whole .gz file: ${(error as Error).message}`)
    : error;
}
