import { Module } from '@nestjs/common';
import { MarketFeed } from './market-feed.service';
import { MarketState } from './market-state.service';

@Module({ providers: [MarketFeed, MarketState], exports: [MarketFeed, MarketState] })
export class MarketModule {}
