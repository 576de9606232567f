import { secToMs, type Ms } from '@aurora/kernel';
import type { RecordedFrame, SymbolMarket } from '@aurora/market';
import { Inject, Injectable } from '@nestjs/common';
import { Learning } from './learning/learning.service';
import { watchedTrade } from './learning/watched-trade';
import { MarketClock } from './market/market-clock';
import { MARKET_FEED, type MarketFeed } from './market/market-feed';
import { MarketState } from './market/market-state.service';
import { OrderDesk } from './orders/order-desk.service';
import { PositionKeeper } from './orders/position-keeper.service';
import { Trader } from './orders/trader.service';
import { StatusLines } from './report/status-lines';
import { TradingRules } from './rules/trading-rules';
import { isRecorded, RUNNER_OPTIONS, type MarketMoment, type RunnerOptions } from './runner-options';
import { SignalService } from './signal/signal.service';

/** Live, time passes where no frame does: a feed that stands still must be found stale, and orders must run out. */
const TICK_MS = 50;
/** How long a run that ends may take to close its positions, market ms. */
const CLOSING_MS = 5000;
/** Steps in which orders on their way are brought to their end on the last books. */
const DRAIN_STEPS = 10;

/** The run: frames in, questions to the gate, shadow orders out. */
@Injectable()
export class Runner {
  private readonly isRecorded: boolean;
  private endMs = Infinity;
  /** By when positions must be closed; `Infinity` until the run is to end. */
  private closeByMs = Infinity;
  private nextSampleMs = -Infinity;
  private asked = false;
  private failure: Error | undefined;

  constructor(
    @Inject(RUNNER_OPTIONS) private readonly options: RunnerOptions,
    rules: TradingRules,
    @Inject(MARKET_FEED) private readonly feed: MarketFeed,
    private readonly clock: MarketClock,
    private readonly market: MarketState,
    private readonly signals: SignalService,
    private readonly trader: Trader,
    private readonly desk: OrderDesk,
    positions: PositionKeeper,
    private readonly learning: Learning,
    private readonly status: StatusLines,
  ) {
    this.isRecorded = isRecorded(options);
    market.onLost.push(() => learning.lostAll());
    positions.onOpened((ticket, position) => {
      const trade = watchedTrade(ticket, position, ticket.signal.model, secToMs(rules.current.reward.ttlS));
      if (trade !== null) learning.opened(trade);
    });
  }

  /**
   * Runs to the end of the source, of the duration, or until `stop`; then closes positions through the gate, cancels what
   * is still open, and waits until the gate knows. Rejects when something failed that must not.
   */
  async run(): Promise<void> {
    this.status.start();
    const ticking = this.isRecorded ? undefined : setInterval(() => this.tick(), TICK_MS);
    try {
      for await (const batch of this.feed.batches()) if (!(await this.take(batch))) break;
    } finally {
      clearInterval(ticking);
      this.feed.stop();
    }
    await this.drain();
    this.status.finish({ stopped: this.asked });
    if (this.failure !== undefined) throw this.failure;
  }

  /** No opening is asked any more; positions are closed on the way out. */
  stop(): void {
    this.asked = true;
    this.beginClosing();
  }

  private beginClosing(): void {
    if (this.closeByMs < Infinity) return;
    this.trader.close();
    this.closeByMs = this.clock.nowMs() + CLOSING_MS;
    // Before its first frame a recording has no time.
    if (this.market.frames === 0) this.feed.stop();
  }

  /** @returns false when the run is over. */
  private async take(batch: readonly RecordedFrame[]): Promise<boolean> {
    for (const frame of batch) {
      const nowMs = frame.localMs;
      if (this.market.frames === 0) this.begin(nowMs);
      this.clock.frameAt(nowMs);
      this.onFrame(frame, nowMs);
      const asked = this.sample(nowMs, this.isRecorded ? null : nowMs);
      const refit = this.learning.advance(nowMs);
      // In a recording the market waits for both, so that the same run is the same again.
      if (this.isRecorded && (asked !== undefined || refit !== undefined)) await Promise.all([asked, refit]);
      if (this.isRecorded && this.desk.reporting > 0) await this.desk.reported();
      if (this.isOver(nowMs)) return false;
    }
    return true;
  }

  private begin(firstMs: Ms): void {
    const { durationMs, from, until } = this.options;
    this.trader.openFrom(momentMs(from, firstMs) ?? -Infinity);
    this.endMs = Math.min(firstMs + durationMs, momentMs(until, firstMs) ?? Infinity);
  }

  private onFrame(frame: RecordedFrame, nowMs: Ms): void {
    const change = this.market.take(frame);
    if (change === null) return;
    if (change.lostBook || this.outgrew(change.market)) this.feed.requestSnapshot(change.market.symbol);
    this.desk.onMarket(change, nowMs);
    this.learning.onMarket(change, nowMs);
  }

  /** Live, another snapshot is to be had; a recording goes on with the book it has. */
  private outgrew({ book }: SymbolMarket): boolean {
    if (this.isRecorded || !book.synced || !book.hasLeftSnapshot) return false;
    book.discard();
    return true;
  }

  /** Nobody waits for a timer: what fails in here must end the run and not be lost. */
  private tick(): void {
    try {
      const nowMs = this.clock.nowMs();
      this.desk.advance(nowMs);
      void this.learning.advance(nowMs);
      void this.sample(nowMs, null);
      if (this.isOver(nowMs)) this.feed.stop();
    } catch (error) {
      this.fail(error);
    }
  }

  private isOver(nowMs: Ms): boolean {
    if (nowMs >= this.endMs) this.beginClosing();
    if (this.failure !== undefined) return true;
    return this.closeByMs < Infinity && (this.trader.isIdle || nowMs >= this.closeByMs);
  }

  /** Looks at every symbol whose sample is due. @param receivedMs of the frame that led here. */
  private sample(nowMs: Ms, receivedMs: Ms | null): Promise<void> | undefined {
    if (nowMs < this.nextSampleMs) return undefined;
    let all: Promise<void> | undefined;
    let nextMs = Infinity;
    for (const market of this.market.symbols) {
      const signal = this.signals.sample(market, nowMs);
      nextMs = Math.min(nextMs, this.signals.nextMs(market.symbol));
      const asked = signal && this.trader.onSignal(market, signal, receivedMs);
      if (asked === undefined) continue;
      // Live, nobody waits for it: what fails in there must end the run and not be lost.
      const safe = asked.catch((error: unknown) => this.fail(error));
      all = all === undefined ? safe : Promise.all([all, safe]).then(() => undefined);
    }
    // Before the first frame there is no symbol to say when.
    if (nextMs < Infinity) this.nextSampleMs = nextMs;
    return all;
  }

  private fail(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Error(String(error));
    this.feed.stop();
  }

  /** Nothing is left open: what the gate still answers is waited for, the rest is cancelled, and the gate is told. */
  private async drain(): Promise<void> {
    this.trader.close();
    if (this.isRecorded) await this.closeOnLastBooks();
    await this.trader.answered();
    const nowMs = this.clock.nowMs();
    this.desk.cancelAll(nowMs);
    this.desk.advance(nowMs + CLOSING_MS);
    await this.desk.lastReports();
  }

  /** A recording has ended, and with it its time: what is on its way and what is held ends on the last books. */
  private async closeOnLastBooks(): Promise<void> {
    for (let step = 0; step < DRAIN_STEPS && !this.trader.isIdle; step++) {
      await this.trader.answered();
      const nowMs = this.clock.nowMs() + CLOSING_MS / DRAIN_STEPS;
      this.clock.frameAt(nowMs);
      this.desk.advanceOnLastBooks(nowMs);
      await this.sample(nowMs, null);
    }
  }
}

const momentMs = (moment: MarketMoment | undefined, firstMs: Ms): Ms | undefined =>
  moment && ('atMs' in moment ? moment.atMs : firstMs + moment.offsetMs);
