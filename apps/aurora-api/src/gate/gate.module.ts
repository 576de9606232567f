import { Global, Injectable, Logger, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type GuardSet } from '@aurora/gates';
import { type Clock, type NewId } from '@aurora/kernel';
import { CLOCK, NEW_ID } from '@aurora/nest';
import { GUARDS_IN_PLACE, GuardsModule } from '../guards/guards.module';
import { DecisionJournal } from '../gates/decision-journal';
import { Tokens } from '../http/tokens';
import { connectGauges } from '../metrics/connect-gauges';
import { GateMetrics } from '../metrics/gate-metrics';
import { SETTINGS, type Settings } from '../settings/settings';
import { TradingDoor } from '../trading/trading-door';
import { ClockWatch } from './clock-watch';
import { GateRuntime } from './gate-runtime';
import { GateService } from './gate.service';
import { Recorder } from './recorder';

/** Time between two looks at the clock where no request looks. */
const TICK_MS = 1000;

/** Begins and ends with the application: gauges, the clock's tick, and the last flush. */
@Injectable()
class GateLifetime implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly runtime: GateRuntime,
    private readonly recorder: Recorder,
    private readonly metrics: GateMetrics,
    private readonly journal: DecisionJournal,
  ) {}

  onModuleInit(): void {
    const { engine, clock } = this.runtime;
    const watch = new ClockWatch(clock, new Logger('gate'));
    connectGauges(this.metrics, this.runtime, this.journal, watch);
    const tick = (): void => void this.recorder.emitted([...engine.tick(clock.nowMs()), ...watch.look()]);
    this.timer = setInterval(tick, TICK_MS);
    this.timer.unref();
  }

  /** Runs after the server has answered what it accepted. */
  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.runtime.stop();
  }
}

/** The gate itself: guards, engine, log and state, composed once. */
@Global()
@Module({
  imports: [GuardsModule],
  providers: [
    GateMetrics,
    DecisionJournal,
    TradingDoor,
    GateLifetime,
    {
      provide: GateRuntime,
      inject: [SETTINGS, CLOCK, GUARDS_IN_PLACE, Tokens],
      useFactory: (settings: Settings, clock: Clock, guards: GuardSet, tokens: Tokens) =>
        GateRuntime.start({ settings, clock, guards, tokens, logger: new Logger('gate') }),
    },
    { provide: Recorder, inject: [GateRuntime], useFactory: (runtime: GateRuntime) => new Recorder(runtime) },
    {
      provide: GateService,
      inject: [GateRuntime, Recorder, GateMetrics, DecisionJournal, NEW_ID],
      useFactory: (
        runtime: GateRuntime,
        recorder: Recorder,
        metrics: GateMetrics,
        journal: DecisionJournal,
        newId: NewId,
      ) => new GateService({ runtime, recorder, metrics, journal, newId }),
    },
  ],
  exports: [GateRuntime, Recorder, GateService, GateMetrics, DecisionJournal, TradingDoor],
})
export class GateModule {}
