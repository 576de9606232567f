import { type Clock, type TsNs } from '@aurora/kernel';
import { SystemClock } from '@aurora/nest';

/**
 * Lets time go on from the last event on record where the wall clock is behind it. Time that went back over a restart
 * could loosen what an earlier run had found: a window would not close, a day of losses not begin.
 */
export function goOnFrom(clock: Clock, lastNs: TsNs | null): void {
  if (lastNs !== null && clock instanceof SystemClock) clock.notBefore(Number(lastNs / 1_000_000n) + 1);
}
