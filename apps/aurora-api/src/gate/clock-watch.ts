import { type PendingEvent } from '@aurora/engine';
import { type Clock, type Ms } from '@aurora/kernel';
import { SystemClock } from '@aurora/nest';
import { type Logger } from '@nestjs/common';

/** From here on the wall clock and the time of the gate are told apart. */
const APART_MS: Ms = 1000;

/**
 * Watches how far the wall clock is from the time of the gate, which does not follow its steps. Says it once when they
 * come apart, and once when they are together again.
 */
export class ClockWatch {
  private isApart = false;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'log' | 'warn'>,
  ) {}

  /** Wall clock minus the time of the gate; 0 for a clock that is set by hand. */
  offsetMs(): Ms {
    return this.clock instanceof SystemClock ? this.clock.wallAheadMs() : 0;
  }

  /** @returns what to put on record. */
  look(): readonly PendingEvent[] {
    const offsetMs = Math.round(this.offsetMs());
    const isApart = Math.abs(offsetMs) > APART_MS;
    if (isApart === this.isApart) return [];
    this.isApart = isApart;
    if (isApart) this.logger.warn(`the wall clock was set: it is ${distance(offsetMs)} the time of the gate`);
    else this.logger.log('the wall clock is with the time of the gate again');
    const details = { now_ms: this.clock.nowMs(), part: 'clock', offset_ms: offsetMs };
    return [{ code: isApart ? 'HEALTH.ERROR' : 'HEALTH.RECOVERY', details, fields: {} }];
  }
}

const distance = (ms: Ms): string => `${Math.abs(ms)} ms ${ms > 0 ? 'ahead of' : 'behind'}`;
