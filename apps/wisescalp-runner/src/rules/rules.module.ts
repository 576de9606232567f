import type { ResolvedConfig } from '@aurora/config';
import {
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { EventLog } from '../events/event-log.service';
import { isRecorded, RESOLVED_CONFIG, RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';
import { GateControl } from './gate-control';
import { OverlayWatch } from './overlay-watch';
import { TradingRules } from './trading-rules';

/** `null` when the gate is in this process, or there is no token for its overlays. */
export const GATE_CONTROL = Symbol('gate control');

function controlOf({ gate, apiUrl, apiToken, opsToken }: RunnerOptions): GateControl | null {
  if (gate === 'in-process') return null;
  if (apiToken !== undefined) return new GateControl(apiUrl, { api: apiToken, ops: opsToken });
  new Logger('gate').warn('no API token: overlays of the gate are not followed here, and refits will only be reported');
  return null;
}

/** Follows the gate's overlay while the application runs. */
@Injectable()
class OverlayFollower implements OnApplicationBootstrap, OnApplicationShutdown {
  private watch: OverlayWatch | undefined;

  constructor(
    @Inject(RUNNER_OPTIONS) private readonly options: RunnerOptions,
    @Inject(RESOLVED_CONFIG) private readonly base: ResolvedConfig,
    @Inject(GATE_CONTROL) private readonly control: GateControl | null,
    private readonly rules: TradingRules,
    private readonly log: EventLog,
  ) {}

  /** A recording is the same again only under rules that stay, and an overlay of one's own is meant as it is. */
  async onApplicationBootstrap(): Promise<void> {
    const { control: gate, base, rules, log, options } = this;
    if (gate === null || isRecorded(options) || options.hasOverlay) return;
    this.watch = new OverlayWatch({ base, rules, gate, emit: log.emit });
    await this.watch.start(base.config.runner.overlayPollMs);
  }

  async onApplicationShutdown(): Promise<void> {
    this.watch?.stop();
    await this.control?.close();
  }
}

@Module({
  providers: [
    { provide: GATE_CONTROL, inject: [RUNNER_OPTIONS], useFactory: controlOf },
    TradingRules,
    OverlayFollower,
  ],
  exports: [GATE_CONTROL, TradingRules],
})
export class RulesModule {}
