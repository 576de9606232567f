import type { EventGlance } from '@aurora/events';
import { canonicalSymbol } from '@aurora/kernel';

/** Which events are wanted; what is left out asks for nothing. */
export interface EventFilter {
  /** `ORDER.*`: a star stands for any letters, case does not count. */
  readonly code?: readonly string[];
  /** In any spelling. */
  readonly symbol?: readonly string[];
  /** Included. */
  readonly sinceMs?: number;
  /** Not included. */
  readonly untilMs?: number;
}

/** Whether an event is wanted, by what a glance at it shows. */
export type Wanted = (event: EventGlance) => boolean;

export function wantedBy({ code, symbol, sinceMs = -Infinity, untilMs = Infinity }: EventFilter): Wanted {
  const codes = code && new RegExp(`^(?:${code.map(expressionOf).join('|')})$`, 'i');
  const symbols = symbol && new Set(symbol.map(canonicalSymbol));
  return (event) => {
    const ms = msOf(event);
    if (ms < sinceMs || ms >= untilMs) return false;
    if (codes !== undefined && !codes.test(event.code)) return false;
    return symbols === undefined || (event.symbol !== null && symbols.has(event.symbol));
  };
}

/** Time of an event in ms, with what a number holds of its nanoseconds. */
export const msOf = ({ seconds, nanos }: Pick<EventGlance, 'seconds' | 'nanos'>): number =>
  seconds * 1000 + nanos / 1e6;

const expressionOf = (glob: string): string =>
  glob
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
