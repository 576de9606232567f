import type { VenueFilters } from '@aurora/execution';
import { Module } from '@nestjs/common';
import { LearningModule } from '../learning/learning.module';
import { MarketModule } from '../market/market.module';
import { PolicyModule } from '../policy/policy.module';
import { ReportModule } from '../report/report.module';
import { RulesModule } from '../rules/rules.module';
import { RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';
import { Openings } from './openings.service';
import { OrderDesk } from './order-desk.service';
import { ParentWatch } from './parent-watch.service';
import { PositionKeeper } from './position-keeper.service';
import { readFilters } from './read-exchange-info';
import { Trader } from './trader.service';
import { VENUE_FILTERS } from './venue-filters';

@Module({
  imports: [RulesModule, MarketModule, LearningModule, PolicyModule, ReportModule],
  providers: [
    {
      provide: VENUE_FILTERS,
      inject: [RUNNER_OPTIONS],
      useFactory: (options: RunnerOptions): Promise<ReadonlyMap<string, VenueFilters>> => readFilters(options),
    },
    ParentWatch,
    PositionKeeper,
    OrderDesk,
    Openings,
    Trader,
  ],
  exports: [OrderDesk, PositionKeeper, Trader],
})
export class OrdersModule {}
