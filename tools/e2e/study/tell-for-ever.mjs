// Asks and tells trials of a study without end, and says the number of each once it is told. argv: path of the journal.
import { writeSync } from 'node:fs';
import { RandomSampler, Study } from '@aurora/tuning';
import { StudyJournal } from '@aurora/tuning/node';
import { SPACE } from './space.mjs';

const { journal, records } = StudyJournal.open(process.argv[2]);
const study = Study.open(
  records,
  {
    name: 'killed',
    space: SPACE,
    sampler: new RandomSampler(SPACE, { seed: 1 }),
    heartbeatIntervalMs: 10_000,
    workerId: `w-${process.pid}`,
  },
  (added) => journal.append(added),
);
study.release(() => true, Date.now());
writeSync(1, 'begun\n');
for (;;) {
  const { number } = study.ask(Date.now());
  study.heartbeat(number, Date.now());
  study.tell(number, { kind: 'passed', score: number / 7, attributes: { ece: 0.01, trades: number } }, Date.now());
  writeSync(1, `${number}\n`);
}
