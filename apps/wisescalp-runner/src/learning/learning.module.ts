import { join } from 'node:path';
import type { OutcomeSample } from '@aurora/calibration';
import type { AuroraConfig } from '@aurora/config';
import type { OrderGate } from '@aurora/gate-client';
import { Module } from '@nestjs/common';
import { EventLog } from '../events/event-log.service';
import { MarketClock } from '../market/market-clock';
import { LocalGate } from '../policy/local-gate';
import { ORDER_GATE } from '../policy/order-gate';
import { PolicyModule } from '../policy/policy.module';
import { type GateControl } from '../rules/gate-control';
import { GATE_CONTROL, RulesModule } from '../rules/rules.module';
import { isRecorded, RUNNER_CONFIG, RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';
import { CurrentModel } from './current-model';
import { HttpModelRegistry } from './http-model-registry';
import { Learning } from './learning.service';
import { ModelFiles } from './model-files';
import { MODEL_REGISTRY, type ModelRegistry } from './model-registry';
import { ModelModule } from './model.module';
import { readSamples } from './read-samples';
import { RefitOnSignal } from './refit-on-signal';

/** Without the API's token the gate's model cannot be changed, and without the gate the runner's is not. */
function registryOf(gate: OrderGate, control: GateControl | null): ModelRegistry | null {
  if (gate instanceof LocalGate) return { load: (artifact) => gate.loadCalibrator(artifact) };
  return control && new HttpModelRegistry(control);
}

/** What earlier live runs of the session have learned; a recording begins anew each time, so that it is the same again. */
async function earlierOutcomes(options: RunnerOptions, log: EventLog): Promise<OutcomeSample[]> {
  if (isRecorded(options)) return [];
  try {
    return await readSamples(join(options.sessionDir, 'runner'));
  } catch (error) {
    const message = `outcomes of earlier runs are left out: ${(error as Error).message}`;
    log.emit('HEALTH.ERROR', { part: 'learning', error: message });
    return [];
  }
}

async function createLearning(
  options: RunnerOptions,
  config: AuroraConfig,
  model: CurrentModel,
  registry: ModelRegistry | null,
  log: EventLog,
  clock: MarketClock,
): Promise<Learning> {
  return new Learning({
    config: config.learning,
    model,
    files: new ModelFiles(join(options.sessionDir, 'models')),
    registry,
    emit: log.emit,
    nowMs: () => clock.nowMs(),
    samples: await earlierOutcomes(options, log),
  });
}

@Module({
  imports: [ModelModule, PolicyModule, RulesModule],
  providers: [
    { provide: MODEL_REGISTRY, inject: [ORDER_GATE, GATE_CONTROL], useFactory: registryOf },
    {
      provide: Learning,
      inject: [RUNNER_OPTIONS, RUNNER_CONFIG, CurrentModel, MODEL_REGISTRY, EventLog, MarketClock],
      useFactory: createLearning,
    },
    RefitOnSignal,
  ],
  exports: [Learning, ModelModule],
})
export class LearningModule {}
