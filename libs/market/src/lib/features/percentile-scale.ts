import { SortedWindow } from '@aurora/kernel';

const CAPACITY = 600;
const MIN_SAMPLES = 30;

/**
 * Scales a feature to [−1, 1] by where it stands between the 5th and the 95th percentile of its last 600 samples before
 * this one: 2·(x − p5)/(p95 − p5) − 1, clipped. Until there are 30 samples the bounds are −1 and 1, so x is only clipped.
 * While p5 = p95 the scale is the sign of x − p5.
 */
export class PercentileScale {
  private readonly window = new SortedWindow(CAPACITY);

  /** Returns the scaled value, then takes `value` into the history. Throws a `RangeError` when it is not finite. */
  scale(value: number): number {
    const isWarm = this.window.size >= MIN_SAMPLES;
    const low = isWarm ? this.window.percentile(0.05) : -1;
    const high = isWarm ? this.window.percentile(0.95) : 1;
    this.window.push(value);
    if (!(high > low)) return Math.sign(value - low);
    return Math.max(-1, Math.min(1, (2 * (value - low)) / (high - low) - 1));
  }
}
