import { SortedWindow, type Bps } from '@aurora/kernel';

const SAMPLES = 600;
const MIN_SAMPLES = 30;
const TIMES_MEDIAN = 10;
const FLOOR_BPS = 5;

/**
 * Tells when a spread is far from usual: above ten times the median of the last 600 samples and above 5 bps (a liquid
 * book quotes one tick, of which ten are still nothing). Never before 30 samples.
 */
export class SpreadWatch {
  private readonly window = new SortedWindow(SAMPLES);

  isAbnormal(spreadBps: Bps): boolean {
    const usual = this.window.size >= MIN_SAMPLES ? this.window.percentile(0.5) : Infinity;
    this.window.push(spreadBps);
    return spreadBps > FLOOR_BPS && spreadBps > TIMES_MEDIAN * usual;
  }
}
