import type { MetricsSource } from '@aurora/nest';
import { Injectable, Inject } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { EventLog } from '../events/event-log.service';
import { CurrentModel } from '../learning/current-model';
import { Learning } from '../learning/learning.service';
import { LiveFeed } from '../market/live-feed';
import { MarketClock } from '../market/market-clock';
import { MARKET_FEED, type MarketFeed } from '../market/market-feed';
import { MarketState } from '../market/market-state.service';
import { PositionKeeper } from '../orders/position-keeper.service';
import { RunnerMetrics } from './metrics';

/** Reads into the metrics what others count already, whenever somebody looks. */
@Injectable()
export class MetricsReadings implements MetricsSource {
  constructor(
    @Inject(MARKET_FEED) private readonly feed: MarketFeed,
    private readonly metrics: RunnerMetrics,
    private readonly clock: MarketClock,
    private readonly market: MarketState,
    private readonly positions: PositionKeeper,
    private readonly learning: Learning,
    private readonly model: CurrentModel,
    private readonly log: EventLog,
  ) {}

  get contentType(): string {
    return this.metrics.registry.contentType;
  }

  /** The text of all metrics, as of now. */
  text(): Promise<string> {
    const { metrics, market, positions, log } = this;
    set(metrics.frames, market.frames);
    set(metrics.parseErrors, market.wire.errors);
    set(metrics.gaps, market.faults().gaps);
    if (this.feed instanceof LiveFeed) {
      const { connects, disconnects, conflated } = this.feed.stats();
      set(metrics.connects, connects);
      set(metrics.disconnects, disconnects);
      set(metrics.conflated, conflated);
    }
    metrics.events.reset();
    for (const [code, count] of log.emitted) metrics.events.inc({ code }, count);
    metrics.eventsDropped.set(log.dropped);
    metrics.openPositions.set(positions.account.openPositions);
    metrics.pnl.set(positions.account.realisedUsdt);
    const scores = this.learning.scoresOf(this.model.id);
    metrics.ece.set(scores?.ece ?? NaN);
    metrics.brier.set(scores?.brier ?? NaN);
    const nowMs = this.clock.nowMs();
    for (const { symbol, book } of market.symbols) metrics.bookAgeMs.set({ symbol }, nowMs - book.lastUpdateMs);
    return metrics.registry.metrics();
  }
}

function set(counter: Counter, value: number): void {
  counter.reset();
  counter.inc(value);
}
