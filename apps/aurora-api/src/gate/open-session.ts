import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Logger } from '@nestjs/common';
import { type ResolvedConfig } from '@aurora/config';
import { createSessionFolder, SESSION_FOLDER_MODE, SessionLog } from '@aurora/events/node';
import { type Clock } from '@aurora/kernel';
import { StartError } from '../start-error';

/** The log of this run and the folder it stands in. */
export interface Session {
  readonly dir: string;
  readonly log: SessionLog;
}

/** Opens the session folder the configuration names, or a new one below `logs`. Rejects with a `StartError` when it cannot be written. */
export async function openSession(
  { config }: ResolvedConfig,
  root: string | null,
  clock: Clock,
  logger: Logger,
): Promise<Session> {
  try {
    const asked = config.logging.sessionDir;
    const dir = resolve(asked ?? (await createSessionFolder(join(root ?? '.', 'logs'), clock.nowMs())));
    await mkdir(dir, { recursive: true, mode: SESSION_FOLDER_MODE });
    return { dir, log: await openLog(dir, config.logging, clock, logger) };
  } catch (error) {
    throw new StartError(`the event log cannot be opened: ${(error as Error).message}`, { cause: error });
  }
}

async function openLog(
  dir: string,
  logging: ResolvedConfig['config']['logging'],
  clock: Clock,
  logger: Logger,
): Promise<SessionLog> {
  const { log, recovery } = await SessionLog.open({
    dir,
    runId: randomUUID(),
    clock,
    logging,
    onState: (state, error) => {
      if (state === 'ok') {
        logger.log('event log is written again');
        log.emit('HEALTH.RECOVERY', { part: 'event_log' });
      } else logger.error(`event log cannot be written: ${error?.message ?? 'unknown fault'}`);
    },
    onHousekeepingError: (error) => logger.warn(`event log housekeeping: ${error.message}`),
  });
  for (const { file, tornBytes } of recovery.torn) {
    logger.warn(`${file}: ${tornBytes} bytes of an unfinished last line were cut off`);
    log.emit('HEALTH.RECOVERY', { part: 'event_log', file, torn_bytes: tornBytes });
  }
  return log;
}
