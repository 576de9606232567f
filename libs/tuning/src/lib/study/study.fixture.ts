import type { JournalRecord } from '../journal/journal-record';
import { RandomSampler } from '../sampler/random-sampler';
import type { Space } from '../space/space';
import { Study, type StudySettings } from './study';

export const SPACE: Space = [
  { type: 'float', name: 'x', low: -1, high: 1 },
  { type: 'int', name: 'n', low: 0, high: 9 },
  { type: 'categorical', name: 'c', choices: ['a', 2, true] },
];

export const INTERVAL_MS = 1000;
export const NOW = 1_700_000_000_000;

/** A study on a journal in memory. */
export function studyOn(records: JournalRecord[] = [], settings: Partial<StudySettings> = {}) {
  const study = Study.open(
    [...records],
    {
      name: 'demo',
      space: SPACE,
      sampler: new RandomSampler(settings.space ?? SPACE, { seed: 1 }),
      heartbeatIntervalMs: INTERVAL_MS,
      workerId: 'w',
      ...settings,
    },
    (added) => void records.push(...(JSON.parse(JSON.stringify(added)) as JournalRecord[])),
  );
  return { study, records };
}
