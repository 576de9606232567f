import type { VenueTime } from './sim-exchange-options';

/** The clock of the machine, monotone from the start of the process, and its timers. */
export const MACHINE_TIME: VenueTime = {
  nowMs: () => performance.timeOrigin + performance.now(),
  every: (everyMs, run) => {
    const timer = setInterval(run, everyMs);
    return () => clearInterval(timer);
  },
};
