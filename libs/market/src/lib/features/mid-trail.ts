import { TimedRing } from './timed-ring';

/** Mid prices of a trailing window, one for each sample taken. */
export class MidTrail {
  private readonly ring = new TimedRing();

  constructor(readonly windowMs: number) {}

  /** Takes the mid now and returns its change since the start of the window (since the first sample while shorter). */
  move(nowMs: number, mid: number): number {
    const { ring } = this;
    ring.push(nowMs, mid, 0);
    while (ring.size > 1 && ring.times[ring.at(1)]! <= nowMs - this.windowMs) ring.shift();
    return mid - ring.firsts[ring.head]!;
  }
}
