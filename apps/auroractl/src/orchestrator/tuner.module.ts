import type { Clock, NewId } from '@aurora/kernel';
import { CLOCK, MetricsServer, NEW_ID, TimeAndIdsModule, type TimeAndIds } from '@aurora/nest';
import { Module, type DynamicModule } from '@nestjs/common';
import { GateApi } from '../gate/gate-api';
import { Heartbeat } from './heartbeat';
import { Orchestrator } from './orchestrator';
import { Overlays } from './overlays';
import { Report } from './report';
import { TunerLog } from './tuner-log';
import { TunerMetrics } from './tuner-metrics';
import { TUNER_OPTIONS, WRITE_LINE, type TunerOptions, type WriteLine } from './tuner-options';
import { TunerState } from './tuner-state';
import { TunerStudy } from './tuner-study';
import { Turns } from './turns';

/** What a tuner is given from outside. */
export interface TunerSurroundings extends TimeAndIds {
  readonly options: TunerOptions;
  readonly gate: GateApi;
  readonly write: WriteLine;
}

/** Behind the log, with which the folder is locked. */
const openStudy = (options: TunerOptions, clock: Clock, newId: NewId, _locked: TunerLog): TunerStudy =>
  TunerStudy.open(options, clock, newId);

async function recallState(options: TunerOptions, clock: Clock, gate: GateApi, study: TunerStudy): Promise<TunerState> {
  const state = new TunerState(options, clock, gate.url, study);
  await state.recall();
  return state;
}

/** The tuner, composed. */
@Module({})
export class TunerModule {
  static given({ options, gate, write, clock, newId }: TunerSurroundings): DynamicModule {
    return {
      module: TunerModule,
      imports: [TimeAndIdsModule.with({ clock, newId })],
      providers: [
        { provide: TUNER_OPTIONS, useValue: options },
        { provide: GateApi, useValue: gate },
        { provide: WRITE_LINE, useValue: write },
        { provide: TunerLog, inject: [TUNER_OPTIONS, CLOCK, NEW_ID], useFactory: TunerLog.open.bind(TunerLog) },
        { provide: TunerStudy, inject: [TUNER_OPTIONS, CLOCK, NEW_ID, TunerLog], useFactory: openStudy },
        { provide: TunerState, inject: [TUNER_OPTIONS, CLOCK, GateApi, TunerStudy], useFactory: recallState },
        TunerMetrics,
        Report,
        Overlays,
        Turns,
        Heartbeat,
        Orchestrator,
        {
          provide: MetricsServer,
          inject: [TUNER_OPTIONS, Report],
          useFactory: ({ metricsPort }: TunerOptions, report: Report) =>
            metricsPort === null ? null : MetricsServer.listen(report, metricsPort),
        },
      ],
    };
  }
}
