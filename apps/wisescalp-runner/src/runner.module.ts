import type { AuroraConfig, ResolvedConfig } from '@aurora/config';
import type { NewId } from '@aurora/kernel';
import { MetricsServer, TimeAndIdsModule } from '@aurora/nest';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { EventLog } from './events/event-log.service';
import { LearningModule } from './learning/learning.module';
import { MarketClock } from './market/market-clock';
import { MarketModule } from './market/market.module';
import { RunnerMetrics } from './metrics/metrics';
import { MetricsReadings } from './metrics/metrics-readings.service';
import { OrdersModule } from './orders/orders.module';
import { PolicyModule } from './policy/policy.module';
import { RulesModule } from './rules/rules.module';
import { ReportModule } from './report/report.module';
import { StatusLines } from './report/status-lines';
import {
  RESOLVED_CONFIG,
  RUN_ID,
  RUNNER_CONFIG,
  RUNNER_OPTIONS,
  WRITE_LINE,
  type RunnerOptions,
  type WriteLine,
} from './runner-options';
import { Runner } from './runner.service';
import { SignalModule } from './signal/signal.module';

/** What a run is given from outside. */
export interface RunnerSurroundings {
  readonly newId: NewId;
  readonly options: RunnerOptions;
  readonly resolved: ResolvedConfig;
  readonly clock: MarketClock;
  readonly write: WriteLine;
}

/** A gate in this process gives its answers again; a service knows the orders of earlier runs, so this one needs new names. */
const runIdOf = ({ gate, seed }: RunnerOptions, newId: NewId, clock: MarketClock): string =>
  gate === 'in-process' ? String(seed) : newId(clock.nowMs()).slice(-12);

async function openEventLog(
  { sessionDir }: RunnerOptions,
  { logging }: AuroraConfig,
  runId: string,
  clock: MarketClock,
): Promise<EventLog> {
  return EventLog.open(sessionDir, `runner-${runId}`, clock, logging);
}

@Module({})
class SurroundingsModule {}

@Module({})
export class RunnerModule {
  static given({ options, resolved, clock, newId, write }: RunnerSurroundings): DynamicModule {
    const given: Provider[] = [
      { provide: RUNNER_OPTIONS, useValue: options },
      { provide: RESOLVED_CONFIG, useValue: resolved },
      { provide: RUNNER_CONFIG, useValue: resolved.config },
      { provide: MarketClock, useValue: clock },
      { provide: WRITE_LINE, useValue: write },
      { provide: RUN_ID, useValue: runIdOf(options, newId, clock) },
      { provide: EventLog, inject: [RUNNER_OPTIONS, RUNNER_CONFIG, RUN_ID, MarketClock], useFactory: openEventLog },
      RunnerMetrics,
    ];
    const exported = given.map((provider) => ('provide' in provider ? provider.provide : provider));
    return {
      module: RunnerModule,
      imports: [
        TimeAndIdsModule.with({ clock, newId }),
        { module: SurroundingsModule, global: true, providers: given, exports: exported },
        RulesModule,
        MarketModule,
        SignalModule,
        LearningModule,
        PolicyModule,
        OrdersModule,
        ReportModule,
      ],
      providers: [
        Runner,
        StatusLines,
        MetricsReadings,
        {
          provide: MetricsServer,
          inject: [RUNNER_OPTIONS, MetricsReadings],
          useFactory: ({ metricsPort }: RunnerOptions, readings: MetricsReadings) =>
            metricsPort === undefined ? null : MetricsServer.listen(readings, metricsPort),
        },
      ],
    };
  }
}
