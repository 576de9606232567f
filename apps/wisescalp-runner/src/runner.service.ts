import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MarketFeed } from './market/market-feed.service';
import { MarketState } from './market/market-state.service';
import { Trader } from './orders/trader.service';
import { StatusLines } from './report/status-lines';
import { RUNNER_OPTIONS, type RunnerOptions } from './runner-options';
import { SignalService } from './signal/signal.service';

/** A source that never waits would keep timers, signals and sockets from running; they get a turn every so many frames. */
const FRAMES_A_TURN = 256;

/** The run: frames in, questions to the gate, shadow orders out. */
@Injectable()
export class Runner {
  constructor(
    @Inject(RUNNER_OPTIONS) private readonly options: RunnerOptions,
    private readonly feed: MarketFeed,
    private readonly market: MarketState,
    private readonly signals: SignalService,
    private readonly trader: Trader,
    private readonly status: StatusLines,
  ) {}

  /** Runs to the end of the source, of the duration, or until `stop`; then everything under way has ended and positions are closed. */
  async run(): Promise<void> {
    this.status.start();
    let endMs = Infinity;
    for await (const frame of this.feed.frames()) {
      const first = this.market.frames === 0;
      this.market.take(frame);
      const { nowMs } = this.market;
      if (first) endMs = nowMs + this.options.durationMs;
      await this.trader.settle(nowMs);
      if (nowMs >= endMs) break;
      for (const market of this.market.symbols) {
        const signal = this.signals.sample(market, nowMs);
        if (signal !== undefined) this.trader.onSignal(market, signal);
      }
      if (this.market.frames % FRAMES_A_TURN === 0) await nextTurn();
    }
    await this.trader.finish(this.market.nowMs);
    this.status.finish({ stopped: this.feed.stopped });
  }

  /** No opening is asked any more; what is under way is brought to its end and positions are closed. */
  stop(): void {
    this.feed.stop();
  }
}
