// Everything that is seen of a life, second by second.
import { bytesBelow, processNow } from './measure/outside.mjs';
import { scrape } from './measure/metrics.mjs';

/** A scrape holds the event loop for a millisecond or two and would be most of a p99.9 if it came every second. */
const SCRAPE_EVERY = 5;
const DISK_EVERY = 5;

export class Watch {
  samples = [];
  faults = [];
  stretches = [];
  /** Between the beginning of a fault and the second in which latency is back. */
  inFault = false;
  failures = [];
  #probe = null;
  #before = null;
  #startedMs = NaN;
  #counting = null;

  /** @param onSample called with each. */
  constructor({ folder, logCount, onSample }) {
    Object.assign(this, { folder, logCount, onSample });
  }

  /** Seconds since the load began; NaN before. */
  get elapsedS() {
    return (Date.now() - this.#startedMs) / 1000;
  }

  get last() {
    return this.samples.at(-1);
  }

  begin(service) {
    this.service = service;
    this.#startedMs = Date.now();
  }

  probed(probe) {
    this.#probe = probe;
  }

  /** Takes the load's account of a second, and looks at the service. */
  second(load) {
    const before = this.#before;
    this.#before = load;
    const now = this.service === undefined ? null : processNow(this.service.pid);
    if (now === null || before === null) return;
    const sample = {
      atS: this.elapsedS,
      ...now,
      probe: this.#probe,
      latency: load.latency,
      sentLateP99Ms: load.sentLateP99Ms,
      perSecond: (load.answers - before.answers) / ((load.atMs - before.atMs) / 1000),
      backlog: load.backlog,
      unexpected: load.totals.unexpected,
      inFault: this.inFault,
    };
    this.samples.push(sample);
    if (this.samples.length % DISK_EVERY === 1) sample.diskBytes = bytesBelow(this.folder);
    if (this.samples.length % SCRAPE_EVERY === 1) this.#scrape(sample);
    this.#count();
    this.onSample(sample, this);
  }

  /** Ends the watching; resolves when nothing is being counted any more. */
  async end() {
    this.service = undefined;
    await this.#counting;
  }

  #count() {
    this.#counting ??= this.logCount
      .follow()
      .catch((error) => this.failures.push(`counting the log: ${error.message}`))
      .finally(() => (this.#counting = null));
  }

  #scrape(sample) {
    scrape(this.service.port).then(
      (metric) => {
        sample.decisions = metric('aurora_pretrade_decisions_total');
        sample.queueDepth = metric('aurora_event_queue_depth');
      },
      (error) => this.failures.push(error.message),
    );
  }
}
