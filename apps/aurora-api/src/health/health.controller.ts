import { type IncomingMessage, type ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res, UseGuards } from '@nestjs/common';
import { type HealthAnswer, type ReadinessAnswer, type VersionAnswer } from '@aurora/contracts';
import { nsToMs } from '@aurora/kernel';
import { GateRuntime } from '../gate/gate-runtime';
import { respond } from '../http/respond';
import { Tokens } from '../http/tokens';
import { OpsAuthGuard } from '../http/tokens.auth-guard';
import { GateMetrics } from '../metrics/gate-metrics';
import { SETTINGS, type Settings } from '../settings/settings';

/** Is the process up, can the gate judge and record, and what is it. */
@Controller()
export class HealthController {
  constructor(
    private readonly runtime: GateRuntime,
    private readonly tokens: Tokens,
    private readonly metrics: GateMetrics,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('version')
  version(): VersionAnswer {
    return {
      version: this.settings.version,
      git_revision: this.settings.gitRevision,
      order_profile: this.runtime.config.config.pretrade.orderProfile,
    };
  }

  @Get('health')
  health(): HealthAnswer {
    return { status: this.works() ? 'healthy' : 'degraded', models_loaded: true, version: this.settings.version };
  }

  @Get('liveness')
  @UseGuards(OpsAuthGuard)
  liveness(): HealthAnswer {
    return this.health();
  }

  /** The shape stands also in 401 and 403, so that a probe can read it whatever its token. */
  @Get('readiness')
  readiness(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    const refusal = this.tokens.opsRefusal(request);
    if (refusal !== null) this.metrics.opsAuthFail.inc();
    const answer = this.readinessAnswer();
    respond(response, refusal?.status ?? (isReady(answer) ? 200 : 503), JSON.stringify(answer));
  }

  private readinessAnswer(): ReadinessAnswer {
    const { engine, log, keeper } = this.runtime;
    const nowMs = this.runtime.clock.nowMs();
    return {
      config_loaded: true,
      last_event_ts: log.lastEventTsNs === null ? null : nsToMs(log.lastEventTsNs),
      halt: engine.isStopped(nowMs),
      models_loaded: true,
      trading_state: engine.guardState(nowMs).tradingState,
      event_log_ok: log.state === 'ok',
      state_store_ok: keeper.ok,
    };
  }

  private works(): boolean {
    return this.runtime.log.state === 'ok' && this.runtime.keeper.ok;
  }
}

/** A halted gate is not ready for orders, but it answers: that is for `halt` to say, not for the status. */
const isReady = ({ event_log_ok, state_store_ok }: ReadinessAnswer): boolean => event_log_ok && state_store_ok;
