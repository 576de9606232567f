import type { Clock, NewId } from '@aurora/kernel';
import { Module, type DynamicModule } from '@nestjs/common';
import { MarketModule } from './market/market.module';
import { OrdersModule } from './orders/orders.module';
import { PolicyModule } from './policy/policy.module';
import { ReportModule } from './report/report.module';
import { StatusLines } from './report/status-lines';
import { NEW_ID, RUNNER_CLOCK, RUNNER_OPTIONS, WRITE_LINE, type RunnerOptions, type WriteLine } from './runner-options';
import { Runner } from './runner.service';
import { SignalModule } from './signal/signal.module';

/** What a run is given from outside. */
export interface RunnerSurroundings {
  readonly options: RunnerOptions;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly write: WriteLine;
}

@Module({})
class SurroundingsModule {}

@Module({})
export class RunnerModule {
  static given({ options, clock, newId, write }: RunnerSurroundings): DynamicModule {
    const surroundings = [
      { provide: RUNNER_OPTIONS, useValue: options },
      { provide: RUNNER_CLOCK, useValue: clock },
      { provide: NEW_ID, useValue: newId },
      { provide: WRITE_LINE, useValue: write },
    ];
    return {
      module: RunnerModule,
      imports: [
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
