import type { ResolvedConfig } from '@aurora/config';
import { AuroraGate, type OrderGate } from '@aurora/gate-client';
import { NEW_ID } from '@aurora/nest';
import type { NewId } from '@aurora/kernel';
import { Inject, Injectable, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { openLog } from '../events/event-log.service';
import { CurrentModel } from '../learning/current-model';
import { ModelModule } from '../learning/model.module';
import { MarketClock } from '../market/market-clock';
import { RESOLVED_CONFIG, RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';
import { LocalGate } from './local-gate';
import { ORDER_GATE } from './order-gate';

async function createGate(
  options: RunnerOptions,
  resolved: ResolvedConfig,
  clock: MarketClock,
  newId: NewId,
  model: CurrentModel,
): Promise<OrderGate> {
  const { mode, logging, runner } = resolved.config;
  if (options.gate === 'in-process')
    return new LocalGate(
      resolved,
      await openLog(options.sessionDir, `gate-${options.seed}`, clock, logging),
      clock,
      model,
    );
  const logger = new Logger('gate');
  return new AuroraGate({
    url: options.apiUrl,
    mode,
    timeoutMs: runner.requestTimeoutMs,
    failOpen: runner.failOpen,
    newId,
    nowMs: () => clock.nowMs(),
    // While the breaker is open nothing new is to be said.
    onFailure: ({ kind, path, message }) => kind !== 'breaker_open' && logger.warn(`${path}: ${kind}: ${message}`),
    ...(options.apiToken !== undefined && { token: options.apiToken }),
  });
}

/** Closes the gate after the last report. */
@Injectable()
class GateCloser implements OnApplicationShutdown {
  constructor(@Inject(ORDER_GATE) private readonly gate: OrderGate) {}

  onApplicationShutdown(): Promise<void> {
    return this.gate.close();
  }
}

@Module({
  imports: [ModelModule],
  providers: [
    {
      provide: ORDER_GATE,
      inject: [RUNNER_OPTIONS, RESOLVED_CONFIG, MarketClock, NEW_ID, CurrentModel],
      useFactory: createGate,
    },
    GateCloser,
  ],
  exports: [ORDER_GATE],
})
export class PolicyModule {}
