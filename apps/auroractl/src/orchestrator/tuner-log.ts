import { mkdir } from 'node:fs/promises';
import type { EventCode } from '@aurora/events';
import { SESSION_FOLDER_MODE, SessionLog } from '@aurora/events/node';
import type { Clock, NewId } from '@aurora/kernel';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { TunerOptions } from './tuner-options';

/** The tuner's own log. While it is open the folder is this process's alone, the study in it included. */
export class TunerLog implements OnApplicationShutdown {
  private constructor(private readonly log: SessionLog) {}

  /** Rejects when another living process has the folder. */
  static async open({ dir, logging }: TunerOptions, clock: Clock, newId: NewId): Promise<TunerLog> {
    const logger = new Logger('event log');
    await mkdir(dir, { recursive: true, mode: SESSION_FOLDER_MODE });
    const { log, recovery } = await SessionLog.open({
      dir,
      runId: `tuner-${newId(clock.nowMs()).slice(-12)}`,
      clock,
      logging,
      onState: (state, error) => {
        if (state === 'ok') logger.log(`${dir} is written again`);
        else logger.error(`${dir} cannot be written: ${error?.message ?? 'unknown fault'}`);
      },
      onHousekeepingError: (error) => logger.warn(`housekeeping: ${error.message}`),
    });
    for (const { file, tornBytes } of recovery.torn)
      logger.warn(`${file}: ${tornBytes} bytes of an unfinished last line were cut off`);
    return new TunerLog(log);
  }

  /** Numbers that are not finite stand as `null`. */
  emit(code: EventCode, details: object): void {
    this.log.emit(code, JSON.parse(JSON.stringify(details)) as object);
  }

  /** Rejects when lines were lost. */
  onApplicationShutdown(): Promise<void> {
    return this.log.close();
  }
}
