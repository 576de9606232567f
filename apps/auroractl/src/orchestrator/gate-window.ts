import type { Fraction, Ms } from '@aurora/kernel';
import { Scrape } from '../gate/scrape';

/** Counters of the gate at one moment, from its /metrics. */
export interface GateReading {
  readonly decisions: number;
  readonly denied: number;
  /** Decisions that took at most so long, by upper bound, increasing; the last bound is infinite. */
  readonly latency: ReadonlyMap<Ms, number>;
}

/** What the gate did in a window. A `null` was not measured. */
export interface GateFigures {
  readonly decisions: number;
  readonly denyRate: Fraction | null;
  /** `Infinity` when it lies above the largest finite bound. */
  readonly latencyP99Ms: Ms | null;
}

/** Reads the text of /metrics. */
export function readGate(text: string): GateReading {
  const scrape = new Scrape(text);
  const decisions = 'aurora_pretrade_decisions_total';
  const buckets = scrape.all('aurora_pretrade_latency_ms_bucket');
  return {
    decisions: scrape.sum(decisions),
    denied: scrape.sum(decisions, { decision: 'deny' }),
    latency: new Map(buckets.map(({ labels, value }) => [boundOf(labels['le']!), value])),
  };
}

const boundOf = (text: string): Ms => (text === '+Inf' ? Infinity : Number(text));

/** Adds up what the counters of the gate grow by from one reading to the next, also over a restart that sets them to 0. */
export class GateWindow {
  private last: GateReading;
  private decisions = 0;
  private denied = 0;
  private readonly latency = new Map<Ms, number>();

  constructor(first: GateReading) {
    this.last = first;
  }

  add(reading: GateReading): void {
    const isNew = reading.decisions < this.last.decisions;
    this.decisions += reading.decisions - (isNew ? 0 : this.last.decisions);
    this.denied += reading.denied - (isNew ? 0 : this.last.denied);
    for (const [bound, count] of reading.latency) {
      const before = isNew ? 0 : (this.last.latency.get(bound) ?? 0);
      this.latency.set(bound, (this.latency.get(bound) ?? 0) + count - before);
    }
    this.last = reading;
  }

  figures(): GateFigures {
    const { decisions, denied, latency } = this;
    const denyRate = decisions === 0 ? null : denied / decisions;
    return { decisions, denyRate, latencyP99Ms: quantileOf(latency, 0.99) };
  }
}

/** Interpolated within its bucket, as Prometheus does; but what lies above the largest bound is not said to lie at it. */
function quantileOf(buckets: ReadonlyMap<Ms, number>, share: Fraction): Ms | null {
  const total = buckets.get(Infinity) ?? 0;
  if (total === 0) return null;
  const rank = share * total;
  let [below, countBelow] = [0, 0];
  for (const [bound, count] of [...buckets].sort(([a], [b]) => a - b)) {
    if (count >= rank)
      return bound === Infinity ? Infinity : below + ((bound - below) * (rank - countBelow)) / (count - countBelow);
    [below, countBelow] = [bound, count];
  }
  return Infinity;
}
