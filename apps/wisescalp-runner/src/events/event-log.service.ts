import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PosttradeRequest, PretradeCheckAnswer, PretradeCheckRequest } from '@aurora/contracts';
import type { EventCode, EventFields, LoggingConfig } from '@aurora/events';
import { SESSION_FOLDER_MODE, SessionLog } from '@aurora/events/node';
import type { Clock } from '@aurora/kernel';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { writeDenied, writeOutcome } from './order-files';

/** What goes wrong with writing is said once when it begins and once when it is over; the run goes on. */
export async function openLog(
  dir: string,
  runId: string,
  clock: Clock,
  logging: Omit<LoggingConfig, 'sessionDir'>,
): Promise<SessionLog> {
  const logger = new Logger('event log');
  await mkdir(dir, { recursive: true, mode: SESSION_FOLDER_MODE });
  const { log, recovery } = await SessionLog.open({
    dir,
    runId,
    clock,
    logging,
    onState: (state, error) => {
      if (state === 'ok') {
        logger.log(`${dir} is written again`);
        log.emit('HEALTH.RECOVERY', { part: 'event_log' });
      } else logger.error(`${dir} cannot be written: ${error?.message ?? 'unknown fault'}`);
    },
    onHousekeepingError: (error) => logger.warn(`housekeeping: ${error.message}`),
  });
  for (const { file, tornBytes } of recovery.torn)
    logger.warn(`${file}: ${tornBytes} bytes of an unfinished last line were cut off`);
  return log;
}

/** The runner's own event log: every stage from signal to profit, one client order id through all of them. */
export class EventLog implements OnApplicationShutdown {
  private constructor(
    private readonly log: SessionLog,
    private readonly clock: Clock,
  ) {}

  static async open(
    sessionDir: string,
    runId: string,
    clock: Clock,
    logging: Omit<LoggingConfig, 'sessionDir'>,
  ): Promise<EventLog> {
    return new EventLog(await openLog(join(sessionDir, 'runner'), runId, clock, logging), clock);
  }

  readonly emit = (code: EventCode, details: object, fields: EventFields = {}): void => {
    this.log.emit(code, details, fields);
  };

  /** Puts a report to the gate into the orders files, whether or not it arrives there. */
  report(outcome: PosttradeRequest): void {
    writeOutcome(this.log, outcome, this.clock.nowMs());
  }

  /** Puts an order that the gate refused into its file. */
  denied(request: PretradeCheckRequest, answer: PretradeCheckAnswer): void {
    writeDenied(this.log, request, answer, this.clock.nowMs());
  }

  /** Events by code, those held back not counted. */
  get emitted(): ReadonlyMap<EventCode, number> {
    return this.log.emitted;
  }

  get isFailing(): boolean {
    return this.log.state === 'failing';
  }

  /** Lines that will never be written. */
  get dropped(): number {
    const { queue_full, closed } = this.log.dropped();
    return queue_full + closed;
  }

  /** Waits until every line is with the operating system. Rejects when lines were lost. */
  onApplicationShutdown(): Promise<void> {
    return this.log.close();
  }
}
