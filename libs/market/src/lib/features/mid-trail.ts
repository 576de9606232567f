/** Mid prices of a trailing window, one for each sample taken. */
export class MidTrail {
  private readonly times: number[] = [];
  private readonly mids: number[] = [];

  constructor(readonly windowMs: number) {}

  /** Takes the mid now and returns its change since the start of the window (since the first sample while shorter). */
  move(nowMs: number, mid: number): number {
    this.times.push(nowMs);
    this.mids.push(mid);
    while (this.times.length > 1 && this.times[1]! <= nowMs - this.windowMs) {
      this.times.shift();
      this.mids.shift();
    }
    return mid - this.mids[0]!;
  }
}
