import type { Ms } from '@aurora/kernel';

/**
 * What can be done to the clients:
 * `disconnect` ends every connection without a close frame; `gap` loses depth diffs; `stall` sends nothing while the
 * connections stay (trades come late afterwards, the book in one diff, nothing is lost); `crossed` shows a bid above the
 * best ask; `slow` sends everything late; `refuse` takes no new connection; `rest_500` and `rest_429` answer REST with that status.
 */
export const FAULT_KINDS = ['disconnect', 'gap', 'stall', 'crossed', 'slow', 'refuse', 'rest_500', 'rest_429'] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Only this symbol (`gap`, `stall`, `crossed`); all when not given. */
  readonly symbol?: string;
  /** How long it lasts. Default 1000; `gap` 250; a `disconnect` is over at once. */
  readonly durationMs?: Ms;
  /** By how much `slow` delays each frame. Default 250. */
  readonly delayMs?: Ms;
}

/** A fault that comes back every `everyMs`, the first time after as long. */
export interface ScheduledFault {
  readonly everyMs: Ms;
  readonly fault: Fault;
}
