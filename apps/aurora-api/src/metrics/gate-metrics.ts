import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Counter, Gauge, Histogram, register } from 'prom-client';
import { type Decision, type GuardId } from '@aurora/gates';
import { METRICS, type MetricDefinition } from './metric-definitions';

const counter = ({ name, help, labels }: MetricDefinition) => new Counter({ name, help, labelNames: [...labels] });
const histogram = ({ name, help, labels, buckets = [] }: MetricDefinition) =>
  new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets] });

/** Reads a gauge when it is scraped, so that nothing is kept up to date between scrapes. */
const gauge = ({ name, help }: MetricDefinition, read: () => number) =>
  new Gauge({
    name,
    help,
    collect() {
      this.set(read());
    },
  });

/** Counts kept elsewhere, taken over when they are scraped. */
const counted = ({ name, help, labels }: MetricDefinition, read: () => Iterable<readonly [string, number]>) =>
  new Counter({
    name,
    help,
    labelNames: [...labels],
    collect() {
      this.reset();
      for (const [value, count] of read()) this.inc({ [labels[0]!]: value }, count);
    },
  });

/** A probability of exactly one half: what a calibrator says that knows nothing. */
const NEUTRAL_P = 0.5;
const NEUTRAL_STREAK = 200;

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
  readonly cvar: () => number;
  /** Symbols of the configuration: the only ones that become labels. */
  readonly symbols: readonly string[];
}

/** Metrics of the gate. Everything a decision touches is bound to its labels once. */
@Injectable()
export class GateMetrics implements OnModuleDestroy {
  private readonly decisions = counter(METRICS.decisions);
  private readonly latency = histogram(METRICS.latency);
  private readonly guardDuration = histogram(METRICS.guardDuration);
  private readonly guardBlocks = counter(METRICS.guardBlocks);
  private readonly guardSkipped = counter(METRICS.guardSkipped);
  private readonly ordersDenied = counter(METRICS.ordersDenied);
  readonly ordersSuccess = counter(METRICS.ordersSuccess);
  readonly ordersRejected = counter(METRICS.ordersRejected);
  readonly shadowOrders = counter(METRICS.shadowOrders);
  readonly opsAuthFail = counter(METRICS.opsAuthFail);
  readonly tokenRotations = counter(METRICS.tokenRotations);
  readonly parentAllow = counter(METRICS.parentAllow);
  readonly parentDeny = counter(METRICS.parentDeny);
  readonly enrBlocked = counter(METRICS.enrBlocked);
  readonly sseDisconnects = counter(METRICS.sseDisconnects);
  readonly sseClients = new Gauge({ name: METRICS.sseClients.name, help: METRICS.sseClients.help });

  private readonly decisionBy = new Map<string, Counter.Internal>();
  private readonly recentLatency = new RecentLatency();
  private readonly neutralStreaks = new Map<string, number>();

  constructor() {
    gauge(METRICS.latencyP99, () => this.recentLatency.p99Ms());
  }

  /** Connects the gauges to what they read. */
  connect(sources: GaugeSources): void {
    gauge(METRICS.queueDepth, sources.queueDepth);
    counted(METRICS.events, sources.emitted);
    counted(METRICS.eventsDropped, sources.dropped);
    gauge(METRICS.healthState, sources.healthState);
    gauge(METRICS.armed, sources.armed);
    gauge(METRICS.tradingState, sources.tradingState);
    gauge(METRICS.denyRate, sources.denyRate);
    gauge(METRICS.ece, sources.ece);
    gauge(METRICS.cvar, sources.cvar);
    for (const symbol of sources.symbols) this.neutralStreaks.set(symbol, 0);
    const streaks = this.neutralStreaks;
    new Gauge({
      name: METRICS.neutralStreak.name,
      help: METRICS.neutralStreak.help,
      labelNames: ['symbol'],
      collect() {
        for (const [symbol, streak] of streaks) this.set({ symbol }, streak >= NEUTRAL_STREAK ? 1 : 0);
      },
    });
  }

  decided(decision: Decision, symbol: string): void {
    const code = decision.reasonCode ?? 'ok';
    let bound = this.decisionBy.get(code);
    if (bound === undefined) {
      bound = this.decisions.labels(decision.allow ? 'allow' : 'deny', code);
      this.decisionBy.set(code, bound);
    }
    bound.inc();
    if (decision.blockedBy !== null) {
      this.guardBlocks.labels(decision.blockedBy).inc();
      this.ordersDenied.inc();
    }
    if (decision.missing.length > 0) this.countSkipped(decision);
    if (decision.found.pTp !== null) this.countNeutral(symbol, decision.found.pTp);
  }

  answered(ms: number): void {
    this.latency.observe(ms);
    this.recentLatency.record(ms);
  }

  guardTook(guard: GuardId, us: number): void {
    this.guardDuration.labels(guard).observe(us);
  }

  /** The registry is the process's; the next instance in it starts with an empty one. */
  onModuleDestroy(): void {
    register.clear();
  }

  private countSkipped({ guards }: Decision): void {
    for (const { guard, outcome } of guards) if (outcome === 'skip') this.guardSkipped.labels(guard).inc();
  }

  private countNeutral(symbol: string, p: number): void {
    const streak = this.neutralStreaks.get(symbol);
    if (streak !== undefined) this.neutralStreaks.set(symbol, p === NEUTRAL_P ? streak + 1 : 0);
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
