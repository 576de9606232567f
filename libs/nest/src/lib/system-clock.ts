import { type Clock, type Ms, type TsNs } from '@aurora/kernel';

const NS_PER_MS = 1_000_000;

/** The two clocks of a machine, in ms. */
export interface MachineClocks {
  /** Time since the Unix epoch; steps when someone sets it. */
  readonly wallMs: () => Ms;
  /** Time since some moment, fractions included; never steps. */
  readonly monotonicMs: () => Ms;
}

const MACHINE: MachineClocks = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

/**
 * Time of the wall clock at its start, running with the monotonic clock from there on: a step of the wall clock moves
 * no end and no window. Milliseconds are whole; nanoseconds lie inside them and never go back.
 */
export class SystemClock implements Clock {
  /** Its time when the monotonic clock stood at 0. */
  private originMs: Ms;

  constructor(private readonly machine: MachineClocks = MACHINE) {
    this.originMs = machine.wallMs() - machine.monotonicMs();
  }

  nowMs(): Ms {
    return Math.floor(this.preciseMs());
  }

  nowNs(): TsNs {
    const preciseMs = this.preciseMs();
    const wholeMs = Math.floor(preciseMs);
    return BigInt(wholeMs) * 1_000_000n + BigInt(Math.floor((preciseMs - wholeMs) * NS_PER_MS));
  }

  /** Goes on from this moment where that is later than its own time. */
  notBefore(ms: Ms): void {
    this.originMs += Math.max(0, ms - this.preciseMs());
  }

  /** How far the wall clock is ahead, negative when it is behind; a wall clock of whole milliseconds makes it up to one too small. */
  wallAheadMs(): Ms {
    return this.machine.wallMs() - this.preciseMs();
  }

  private preciseMs(): Ms {
    return this.originMs + this.machine.monotonicMs();
  }
}
