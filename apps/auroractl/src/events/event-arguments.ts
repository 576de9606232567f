import { InvalidArgumentError } from 'commander';
import { durationMs } from '../cli/arguments';

const AGO = /^\d+(?:\.\d+)?(?:ms|s|m|h|d)$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z?)?$/;

/** `15m` ago, or a time in UTC such as 2026-01-31 or 2026-01-31T12:00, in ms since the epoch. */
export function timeArgument(text: string): number {
  if (AGO.test(text)) return Date.now() - durationMs(text);
  const ms = ISO.test(text) ? Date.parse(withZone(text.replace(' ', 'T'))) : NaN;
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('must be a duration such as 15m, or a time in UTC such as 2026-01-31T12:00.');
  return ms;
}

const withZone = (text: string): string => (text.length === 10 || text.endsWith('Z') ? text : `${text}Z`);

/** Gathers what an option that may be given again says; commas are taken as well. */
export const gather = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
];
