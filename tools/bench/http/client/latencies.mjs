// Latencies of one job, and what is said of them.
import { createHistogram } from 'node:perf_hooks';

export class Latencies {
  histogram = createHistogram();

  add(ms) {
    this.histogram.record(Math.max(1, Math.round(ms * 1e6)));
  }

  percentileMs(percent) {
    return this.histogram.count === 0 ? 0 : this.histogram.percentile(percent) / 1e6;
  }

  get maxMs() {
    return this.histogram.count === 0 ? 0 : this.histogram.max / 1e6;
  }

  summary() {
    return {
      p50_ms: this.percentileMs(50),
      p99_ms: this.percentileMs(99),
      p999_ms: this.percentileMs(99.9),
      max_ms: this.maxMs,
    };
  }
}
