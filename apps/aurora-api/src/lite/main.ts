import 'reflect-metadata';
import { parseMode } from '@aurora/kernel';
import { runService } from '../run-service';
import { readSettings } from '../settings/read-settings';
import { StartError } from '../start-error';
import { createLite, NOT_IN_LIVE } from './create-lite';
import { readDelayMs } from './delay';

runService('aurora-api-lite', async () => {
  const { AURORA_MODE: mode = '', AURORA_LITE_DELAY_MS: delay } = process.env;
  // Asked before the rest of the configuration, which in live mode would first ask for its tokens.
  if (parseMode(mode) === 'live') throw new StartError(NOT_IN_LIVE);
  return createLite(readSettings(), readDelayMs(delay));
});
