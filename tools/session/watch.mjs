// What is seen of the runner from outside, second by second.
import { processNow } from '../soak/measure/outside.mjs';
import { scrape } from './read-metrics.mjs';

const EVERY_MS = 1000;

export class Watch {
  samples = [];
  faults = [];
  failures = [];
  isInFault = false;
  #timer;
  #under = null;

  /** @param runner told of when it starts; @param onSample called with each. */
  begin({ runner, onSample = () => undefined }) {
    this.runner = runner;
    this.onSample = onSample;
    this.fromMs = Date.now();
    this.#timer = setInterval(() => (this.#under ??= this.#look()), EVERY_MS);
  }

  /** Ends the watching; resolves when nobody is looking any more. */
  async end() {
    clearInterval(this.#timer);
    await this.#under;
  }

  atS(ms) {
    return (ms - this.fromMs) / 1000;
  }

  /** The runner's counters now, with the moments between which they were read. */
  async scrape() {
    const fromMs = Date.now();
    const metrics = await scrape(this.runner.metricsUrl);
    return { fromMs, metrics, toMs: Date.now() };
  }

  async #look() {
    try {
      const { runner } = this;
      const process = processNow(runner.pid);
      if (process === null) return;
      const { metrics } = await this.scrape();
      const sample = {
        atS: this.atS(Date.now()),
        ...process,
        probe: runner.probe,
        inFault: this.isInFault,
        frames: metrics.sum('wisescalp_ws_frames_total'),
        submitted: metrics.sum('aurora_orders_submitted_shadow_total'),
        buckets: metrics.buckets('wisescalp_tick_to_decision_ms'),
        bookAgeMs: Math.max(...metrics.by('wisescalp_book_age_ms', 'symbol').values()),
        pnlUsdt: metrics.sum('wisescalp_pnl_usdt'),
        openPositions: metrics.sum('wisescalp_open_positions'),
      };
      this.samples.push(sample);
      this.onSample(sample, this);
    } catch (error) {
      this.failures.push(`${this.atS(Date.now()).toFixed(1)} s: ${error.message}`);
    } finally {
      this.#under = null;
    }
  }
}
