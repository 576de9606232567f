import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { LegacyConverter, serialiseRecord } from '@aurora/events';
import { UsageError } from '../../cli/failures';
import { logNameOf } from '../session';
import type { Findings } from './findings';
import { visitLines } from './read-lines';

const BATCH_BYTES = 2 ** 18;

/** Writes the lines of a legacy log into a new file as of today. Lines that cannot be converted are findings and are left out. Answers how many were written. */
export async function convertLegacy(from: string, to: string, findings: Findings): Promise<number> {
  if (existsSync(to)) throw new UsageError(`${to} exists already; name a new file`);
  const unfinished = `${to}.part`;
  const file = openSync(unfinished, 'w', 0o600);
  const converter = new LegacyConverter(`legacy-${logNameOf(from)}`);
  let batch = '';
  let written = 0;
  const line = (text: string, number: number): void => {
    try {
      batch += `${serialiseRecord(converter.convert(text))}\n`;
      written++;
    } catch (error) {
      findings.add('legacy', from, number, (error as Error).message);
    }
    if (batch.length > BATCH_BYTES) flush();
  };
  const flush = (): void => {
    writeSync(file, batch);
    batch = '';
  };
  try {
    await visitLines(from, { line, rest: line }, () => undefined);
    flush();
  } catch (error) {
    rmSync(unfinished);
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, to);
  return written;
}
