import { Module, type DynamicModule } from '@nestjs/common';
import { MarketModule } from './market/market.module';
import { OrdersModule } from './orders/orders.module';
import { PolicyModule } from './policy/policy.module';
import { ReportModule } from './report/report.module';
import { StatusLines } from './report/status-lines';
import { TimeAndIdsModule, type TimeAndIds } from '@aurora/nest';
import { RUNNER_OPTIONS, WRITE_LINE, type RunnerOptions, type WriteLine } from './runner-options';
import { Runner } from './runner.service';
import { SignalModule } from './signal/signal.module';

/** What a run is given from outside. */
export interface RunnerSurroundings {
  readonly options: RunnerOptions;
  readonly timeAndIds: TimeAndIds;
  readonly write: WriteLine;
}

@Module({})
class SurroundingsModule {}

@Module({})
export class RunnerModule {
  static given({ options, timeAndIds, write }: RunnerSurroundings): DynamicModule {
    const surroundings = [
      { provide: RUNNER_OPTIONS, useValue: options },
      { provide: WRITE_LINE, useValue: write },
    ];
    return {
      module: RunnerModule,
      imports: [
        TimeAndIdsModule.with(timeAndIds),
        { module: SurroundingsModule, global: true, providers: surroundings, exports: surroundings },
        MarketModule,
        SignalModule,
        PolicyModule,
        OrdersModule,
        ReportModule,
      ],
      providers: [StatusLines, Runner],
    };
  }
}
