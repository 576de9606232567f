import { Module } from '@nestjs/common';
import { EventLog } from '../events/event-log.service';
import { RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';
import { LiveFeed } from './live-feed';
import { MarketClock } from './market-clock';
import { MARKET_FEED, type MarketFeed } from './market-feed';
import { MarketState } from './market-state.service';
import { RecordingFeed } from './recording-feed';

function createFeed(
  { source, symbols, speed, recordTo }: RunnerOptions,
  clock: MarketClock,
  { emit }: EventLog,
  state: MarketState,
): MarketFeed {
  return source.kind === 'live'
    ? new LiveFeed(
        source,
        symbols,
        () => clock.nowMs(),
        emit,
        (atMs) => state.distrust(atMs),
        recordTo,
      )
    : new RecordingFeed(source.folder, symbols, speed, emit);
}

@Module({
  providers: [
    { provide: MARKET_FEED, inject: [RUNNER_OPTIONS, MarketClock, EventLog, MarketState], useFactory: createFeed },
    MarketState,
  ],
  exports: [MARKET_FEED, MarketState],
})
export class MarketModule {}
