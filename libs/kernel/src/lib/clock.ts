import { msToNs, type TsNs } from './ts-ns';

/** Source of time. Pure code is handed numbers; adapters and apps are handed a clock. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Nanoseconds since the Unix epoch. */
  nowNs(): TsNs;
}

/** A clock that moves only when told. For tests, replays and simulations. */
export class ManualClock implements Clock {
  constructor(private currentMs: number) {}

  nowMs(): number {
    return this.currentMs;
  }

  nowNs(): TsNs {
    return msToNs(this.currentMs);
  }

  set(ms: number): void {
    this.currentMs = ms;
  }

  advance(ms: number): void {
    this.currentMs += ms;
  }
}

/** A new identifier for a moment; UUIDv7 in the apps, a counter in tests and replays. */
export type NewId = (nowMs: number) => string;
