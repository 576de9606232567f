import { join } from 'node:path';
import type { Clock, NewId } from '@aurora/kernel';
import { ExploreExploit, Study, TpeSampler } from '@aurora/tuning';
import { StudyJournal } from '@aurora/tuning/node';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { JOURNAL_FILE } from './tuner-folder';
import type { TunerOptions } from './tuner-options';

/** The study in the tuner's folder, and the turns taken with it. */
export class TunerStudy implements OnApplicationShutdown {
  private constructor(
    readonly study: Study,
    readonly turns: ExploreExploit,
    private readonly journal: StudyJournal,
  ) {}

  /**
   * Whoever calls has the folder locked: a trial that runs is of a process that is gone, and is asked again.
   * @throws JournalError, StudyConflict.
   */
  static open(options: TunerOptions, clock: Clock, newId: NewId): TunerStudy {
    const {
      dir,
      space,
      studyName: name,
      seed,
      startupTrials,
      multivariate,
      exploreRatio,
      ttlMs,
      heartbeatMs,
    } = options;
    const { journal, records, tornBytes } = StudyJournal.open(join(dir, JOURNAL_FILE));
    const logger = new Logger('study');
    if (tornBytes > 0) logger.warn(`${tornBytes} bytes of an unfinished last record were cut off`);
    try {
      const sampler = new TpeSampler(space, { seed, startupTrials, multivariate });
      const workerId = newId(clock.nowMs());
      const settings = { name, space, sampler, heartbeatIntervalMs: heartbeatMs, workerId };
      const study = Study.open(records, settings, (added) => journal.append(added));
      for (const { number } of study.release(() => true, clock.nowMs()))
        logger.warn(`trial ${number} was left without an end; its parameters are asked again`);
      return new TunerStudy(study, new ExploreExploit(study, { exploreRatio, ttlMs, seed }), journal);
    } catch (error) {
      journal.close();
      throw error;
    }
  }

  onApplicationShutdown(): void {
    this.journal.close();
  }
}
