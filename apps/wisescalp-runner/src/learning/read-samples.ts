import { OUTCOME_EVENT, sampleOf, type OutcomeSample } from '@aurora/calibration';
import { readEvents, type BadLine } from '@aurora/events/node';

/**
 * The outcomes on record in a session's log folder, rotated parts included, in order of the log. Rejects on a line that
 * cannot be read, or an outcome that cannot be one: what is half there is not to be learned from. A torn end is no damage.
 */
export async function readSamples(logFolder: string): Promise<OutcomeSample[]> {
  const samples: OutcomeSample[] = [];
  const onBadLine = ({ file, number, reason, torn }: BadLine): void => {
    if (!torn) throw new Error(`${file}:${number ?? 'end'}: ${reason}`);
  };
  for await (const { record } of readEvents(logFolder, { onBadLine })) {
    if (record.eventCode === OUTCOME_EVENT) samples.push(sampleOf(record.details));
  }
  return samples;
}
