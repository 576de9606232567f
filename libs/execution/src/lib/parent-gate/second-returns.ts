import { msToSec, type Ms } from '@aurora/kernel';

/**
 * Turns mids that come at any time into one return per second, so that a look-back in seconds is a look-back in
 * seconds however fast the feed is. A second without a mid has the return 0; after a longer silence than
 * `maxGapS` only the last `maxGapS` of such seconds are made up.
 */
export class SecondReturns {
  private second = -Infinity;
  private closeMid = NaN;
  private latestMid = NaN;

  constructor(private maxGapS: number) {}

  /** Makes up at most so many silent seconds from now on. */
  configure(maxGapS: number): void {
    this.maxGapS = maxGapS;
  }

  /** Return since the end of the last full second, as a fraction; 0 before there is one. */
  get current(): number {
    return Number.isNaN(this.closeMid) ? 0 : this.latestMid / this.closeMid - 1;
  }

  /**
   * Takes a mid and hands on the returns of the seconds that are now complete, oldest first. Time that goes backward
   * belongs to the second it had reached. @throws RangeError when the mid is not positive and finite.
   */
  push(mid: number, nowMs: Ms, onReturn: (value: number) => void): void {
    if (!(mid > 0 && mid < Infinity)) throw new RangeError(`mid must be positive and finite, got ${mid}`);
    const second = Math.floor(msToSec(nowMs));
    if (second > this.second) {
      if (!Number.isNaN(this.latestMid)) this.complete(second - this.second, onReturn);
      this.second = second;
    }
    this.latestMid = mid;
  }

  private complete(seconds: number, onReturn: (value: number) => void): void {
    // The very first second has no close before it to return against.
    if (!Number.isNaN(this.closeMid)) onReturn(this.current);
    this.closeMid = this.latestMid;
    for (let silent = Math.min(seconds - 1, this.maxGapS); silent > 0; silent--) onReturn(0);
  }
}
