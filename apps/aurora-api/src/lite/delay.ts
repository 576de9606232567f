import { type Ms } from '@aurora/kernel';
import { StartError } from '../start-error';

const DEFAULT_MS = 5;
const MAX_MS = 60_000;

/** Reads AURORA_LITE_DELAY_MS, 0..60 000; 5 when it is not set. Throws a `StartError` on anything else. */
export function readDelayMs(text: string | undefined): Ms {
  if (text === undefined || text.trim() === '') return DEFAULT_MS;
  const ms = Number(text);
  if (ms >= 0 && ms <= MAX_MS) return ms;
  throw new StartError(`AURORA_LITE_DELAY_MS must be a number of ms from 0 to ${MAX_MS}, not "${text}"`);
}
