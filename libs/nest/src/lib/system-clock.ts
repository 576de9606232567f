import { type Clock, type TsNs } from '@aurora/kernel';

const NS_PER_MS = 1_000_000;

/** The wall clock of the machine. Its nanoseconds are the milliseconds of the wall clock with a monotonic clock's fraction. */
export class SystemClock implements Clock {
  nowMs(): number {
    return Date.now();
  }

  nowNs(): TsNs {
    return BigInt(Date.now()) * 1_000_000n + BigInt(Math.floor((performance.now() % 1) * NS_PER_MS));
  }
}
