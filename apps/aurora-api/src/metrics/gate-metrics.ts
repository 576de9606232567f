import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type Booked } from '@aurora/engine';
import { GUARDS, REASONS, type Decision, type GuardId, type ReasonCode } from '@aurora/gates';
import { METRICS, type MetricDefinition } from './metric-definitions';
import { NeutralStreaks } from './neutral-streaks';

/** Makes metrics in one registry, so that every instance of the service has its own. */
const metricsIn = (registry: Registry) => {
  const common = ({ name, help, labels }: MetricDefinition) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    counter: (metric: MetricDefinition) => new Counter(common(metric)),
    gauge: (metric: MetricDefinition) => new Gauge(common(metric)),
    histogram: (metric: MetricDefinition) => new Histogram({ ...common(metric), buckets: [...(metric.buckets ?? [])] }),
    /** Reads a gauge when it is scraped, so that nothing is kept up to date between scrapes. */
    read: (metric: MetricDefinition, read: () => number) =>
      new Gauge({
        ...common(metric),
        collect() {
          this.set(read());
        },
      }),
    /** Values by the one label of the metric, taken over when they are scraped. */
    readAll: <M extends typeof Counter | typeof Gauge>(
      Kind: M,
      metric: MetricDefinition,
      read: () => Iterable<readonly [string, number]>,
    ) =>
      new Kind({
        ...common(metric),
        collect(this: Counter | Gauge) {
          this.reset();
          for (const [value, count] of read()) this.inc({ [metric.labels[0]!]: value }, count);
        },
      }),
  };
};

/** What gauges read at a scrape. */
export interface GaugeSources {
  readonly queueDepth: () => number;
  readonly emitted: () => Iterable<readonly [string, number]>;
  readonly dropped: () => Iterable<readonly [string, number]>;
  readonly healthState: () => number;
  readonly armed: () => number;
  readonly tradingState: () => number;
  readonly denyRate: () => number;
  readonly ece: () => number;
  readonly brier: () => number;
  readonly cvar: () => number;
  readonly clockOffsetSec: () => number;
  /** Symbols of the configuration in force: the only ones that become labels. */
  readonly symbols: () => readonly string[];
}

/** Metrics of the gate. Everything a decision touches is bound to its labels once. */
@Injectable()
export class GateMetrics {
  readonly registry = new Registry();
  private readonly make = metricsIn(this.registry);
  private readonly decisions = this.make.counter(METRICS.decisions);
  private readonly latency = this.make.histogram(METRICS.latency);
  private readonly guardDuration = this.make.histogram(METRICS.guardDuration);
  private readonly guardBlocks = this.make.counter(METRICS.guardBlocks);
  private readonly guardSkipped = this.make.counter(METRICS.guardSkipped);
  private readonly ordersDenied = this.make.counter(METRICS.ordersDenied);
  private readonly ordersSuccess = this.make.counter(METRICS.ordersSuccess);
  private readonly ordersRejected = this.make.counter(METRICS.ordersRejected);
  private readonly shadowOrders = this.make.counter(METRICS.shadowOrders);
  readonly opsAuthFail = this.make.counter(METRICS.opsAuthFail);
  readonly tokenRotations = this.make.counter(METRICS.tokenRotations);
  readonly parentAllow = this.make.counter(METRICS.parentAllow);
  readonly parentDeny = this.make.counter(METRICS.parentDeny);
  readonly enrBlocked = this.make.counter(METRICS.enrBlocked);
  readonly sseDisconnects = this.make.counter(METRICS.sseDisconnects);
  readonly sseClients = this.make.gauge(METRICS.sseClients);

  private readonly allowed = this.decisions.labels('allow', 'ok');
  private readonly deniedFor = new Map(
    Array.from(REASONS.keys(), (code) => [code, this.decisions.labels('deny', code)]),
  );
  private readonly recentLatency = new RecentLatency();
  private readonly neutralStreaks = new NeutralStreaks();

  constructor() {
    // A counter that is first seen at 1 has not increased for whoever watches it: the first time must be seen too.
    for (const counted of [this.allowed, ...this.deniedFor.values()]) counted.inc(0);
    for (const { id } of GUARDS) for (const counter of [this.guardBlocks, this.guardSkipped]) counter.labels(id).inc(0);
  }

  /** Connects the gauges to what they read. */
  connect(sources: GaugeSources): void {
    const { read, readAll } = this.make;
    read(METRICS.latencyP99, () => this.recentLatency.p99Ms());
    read(METRICS.queueDepth, sources.queueDepth);
    readAll(Counter, METRICS.events, sources.emitted);
    readAll(Counter, METRICS.eventsDropped, sources.dropped);
    read(METRICS.healthState, sources.healthState);
    read(METRICS.armed, sources.armed);
    read(METRICS.tradingState, sources.tradingState);
    read(METRICS.denyRate, sources.denyRate);
    read(METRICS.ece, sources.ece);
    read(METRICS.brier, sources.brier);
    read(METRICS.cvar, sources.cvar);
    read(METRICS.clockOffset, sources.clockOffsetSec);
    this.neutralStreaks.follow(sources.symbols);
    readAll(Gauge, METRICS.neutralStreak, () => this.neutralStreaks.flags());
  }

  decided(decision: Decision, symbol: string): void {
    this.count(decision.reasonCode);
    if (decision.blockedBy !== null) this.guardBlocks.labels(decision.blockedBy).inc();
    for (const guard of decision.readingZero) this.guardSkipped.labels(guard).inc();
    if (decision.found.pTp !== null) this.neutralStreaks.count(symbol, decision.found.pTp);
  }

  /** An order that was refused without being judged. */
  unjudged(code: ReasonCode): void {
    this.count(code);
  }

  /** A report that was taken in. */
  reported({ fact, repeated }: Booked): void {
    if (repeated) return;
    if (fact.kind === 'success') this.ordersSuccess.inc();
    else if (fact.kind === 'failed') this.ordersRejected.inc();
    if (fact.eventCode === 'ORDER.SUBMIT') this.shadowOrders.inc();
  }

  answered(ms: number): void {
    this.latency.observe(ms);
    this.recentLatency.record(ms);
  }

  guardTook(guard: GuardId, us: number): void {
    this.guardDuration.labels(guard).observe(us);
  }

  private count(denial: ReasonCode | null): void {
    if (denial === null) return this.allowed.inc();
    this.deniedFor.get(denial)!.inc();
    this.ordersDenied.inc();
  }
}

const WINDOW_MS = 60_000;

/** Percentile over the last one to two minutes: two histograms take turns. */
class RecentLatency {
  private current: RecordableHistogram = createHistogram();
  private previous: RecordableHistogram = createHistogram();
  private turnedMs = performance.now();

  record(ms: number): void {
    this.turn();
    this.current.record(Math.max(1, Math.round(ms * 1e6)));
  }

  p99Ms(): number {
    this.turn();
    const both = createHistogram();
    both.add(this.previous);
    both.add(this.current);
    return both.count === 0 ? NaN : both.percentile(99) / 1e6;
  }

  private turn(): void {
    const now = performance.now();
    if (now - this.turnedMs < WINDOW_MS) return;
    const idle = now - this.turnedMs >= 2 * WINDOW_MS;
    this.previous = idle ? createHistogram() : this.current;
    this.current = createHistogram();
    this.turnedMs = now;
  }
}
