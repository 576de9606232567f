import type { Ms } from '@aurora/kernel';

const TOO_MANY_REQUESTS = 429;
/** The venue's answer to an address that went on after 429. */
const BANNED = 418;
/** Longest wait a timer of the machine can hold. */
const LONGEST_MS = 2 ** 31 - 1;
const UNTOLD_MS = 10_000;

export const isRateLimited = (status: number | undefined): boolean => status === TOO_MANY_REQUESTS || status === BANNED;

/** Wait that an answer asks for, from its `Retry-After` in seconds; 10 s when it limits the rate without saying, else 0. */
export function retryAfterMs(status: number | undefined, header: string | string[] | undefined): Ms {
  const text = typeof header === 'string' ? header.trim() : '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_MS);
  return isRateLimited(status) ? UNTOLD_MS : 0;
}
