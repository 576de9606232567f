import { OUTCOME_EVENT, sampleOf, type OutcomeSample } from '@aurora/calibration';
import { parseRecord, type ReadEvent } from '@aurora/events';
import { readJsonl, type BadLine } from '@aurora/events/node';
import { UsageError } from '../cli/failures';
import type { OnRead } from './samples';

/**
 * The outcomes on record in an event log, also `.gz`, in its order; other events are passed over unread. Throws a
 * `UsageError` with file and line on a line that is none, or an outcome that cannot be one: a log is either whole or not
 * to be learned from. A torn end is no damage.
 */
export async function readLogSamples(file: string, onRead: OnRead): Promise<OutcomeSample[]> {
  const samples: OutcomeSample[] = [];
  await readJsonl(file, {
    parse: outcomeOrNull,
    onLine: (record, number, line) => {
      onRead(line.length + 1);
      if (record?.eventCode === OUTCOME_EVENT) samples.push(sampleAt(record, file, number));
    },
    onBadLine: ({ number, reason, torn }: BadLine) => {
      if (!torn) throw new UsageError(`${file}:${number ?? 'end'}: ${reason}`);
    },
  });
  return samples;
}

function outcomeOrNull(line: string): ReadEvent | null {
  if (line.includes(OUTCOME_EVENT)) return parseRecord(line);
  if (!line.startsWith('{') || !line.endsWith('}')) throw new SyntaxError('the line is no JSON object');
  return null;
}

function sampleAt({ details }: ReadEvent, file: string, number: number): OutcomeSample {
  try {
    return sampleOf(details);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(`${file}:${number}: ${error.message}`) : error;
  }
}
