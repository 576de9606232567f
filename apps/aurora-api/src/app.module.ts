import { Module, type DynamicModule } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { TimeAndIdsModule, type TimeAndIds } from '@aurora/nest';
import { RootController } from './docs/root.controller';
import { EventStreamController } from './events/event-stream.controller';
import { GateModule } from './gate/gate.module';
import { GatesController } from './gates/gates.controller';
import { HealthController } from './health/health.controller';
import { MetricsController } from './metrics/metrics.controller';
import { OpsController } from './ops/ops.controller';
import { OrchestratorController } from './orchestrator/orchestrator.controller';
import { OverlayController } from './overlay/overlay.controller';
import { RiskController } from './risk/risk.controller';
import { SettingsModule } from './settings/settings.module';
import { type Settings } from './settings/settings';

/** The service. */
@Module({})
export class AppModule {
  static with(settings: Settings, timeAndIds: TimeAndIds): DynamicModule {
    return {
      module: AppModule,
      imports: [
        TimeAndIdsModule.with(timeAndIds),
        SettingsModule.with(settings),
        GateModule,
        PrometheusModule.register({
          path: '/metrics',
          controller: MetricsController,
          defaultMetrics: { enabled: false },
        }),
      ],
      controllers: [
        RootController,
        HealthController,
        OpsController,
        RiskController,
        OverlayController,
        GatesController,
        EventStreamController,
        OrchestratorController,
      ],
    };
  }
}
