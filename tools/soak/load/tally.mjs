// Counts and latencies of a load, second by second and over calm stretches.
import { createHistogram } from 'node:perf_hooks';

const MAX_EXAMPLES = 10;
const ms = (ns) => ns / 1e6;

export const percentiles = (histogram) =>
  histogram.count === 0
    ? null
    : {
        requests: histogram.count,
        p50Ms: ms(histogram.percentile(50)),
        p99Ms: ms(histogram.percentile(99)),
        p999Ms: ms(histogram.percentile(99.9)),
        maxMs: ms(histogram.max),
      };

export class Tally {
  /** Since the start. */
  totals = { questions: 0, allowed: 0, reports: 0, repeats: 0, dropped: 0, unexpected: 0 };
  statuses = {};
  reasons = {};
  examples = [];
  #second = createHistogram();
  #stretch = createHistogram();
  #late = createHistogram();

  answered(request, status, body, nowMs) {
    const latencyNs = Math.max(1, Math.round((nowMs - request.meantMs) * 1e6));
    this.#second.record(latencyNs);
    this.#stretch.record(latencyNs);
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status !== 200) this.#unexpected(`${request.kind}: ${status === 0 ? 'connection lost' : status} ${body}`);
    else if (request.kind === 'report') this.totals.reports++;
    else if (request.kind === 'repeat') this.#repeated(request, body);
    else this.#decided(body);
  }

  /** How late the client itself was; not the service's doing. */
  sent(request, nowMs) {
    this.#late.record(Math.max(1, Math.round((nowMs - request.meantMs) * 1e6)));
  }

  /** What the last second was; begins the next. */
  cutSecond() {
    const latency = percentiles(this.#second);
    const sentLateP99Ms = this.#late.count === 0 ? 0 : ms(this.#late.percentile(99));
    this.#second.reset();
    this.#late.reset();
    return { latency, sentLateP99Ms };
  }

  cutStretch() {
    const latency = percentiles(this.#stretch);
    this.#stretch.reset();
    return latency;
  }

  #repeated({ expect }, body) {
    this.totals.repeats++;
    if (body !== expect) this.#unexpected(`a repeat was answered otherwise: ${expect} → ${body}`);
  }

  #decided(body) {
    this.totals.questions++;
    const reason = body.startsWith('{"allow":true') ? 'ok' : (/"reason":"([A-Za-z_.]+)/.exec(body)?.[1] ?? 'no reason');
    if (reason === 'ok') this.totals.allowed++;
    this.reasons[reason] = (this.reasons[reason] ?? 0) + 1;
  }

  #unexpected(what) {
    this.totals.unexpected++;
    if (this.examples.length < MAX_EXAMPLES) this.examples.push(what.slice(0, 400));
  }
}
