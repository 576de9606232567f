import { Body, Controller, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { statedScores } from '@aurora/calibration';
import {
  COOLOFF_SEC,
  parseCount,
  parseRotateToken,
  parseTradingState,
  type GuardStateAnswer,
  type ModelStatusAnswer,
  type OpsStateAnswer,
  type StatusAnswer,
} from '@aurora/contracts';
import { isExampleToken, maskToken } from '@aurora/config';
import { GateRuntime } from '../gate/gate-runtime';
import { GateService } from '../gate/gate.service';
import { Recorder } from '../gate/recorder';
import { accepted } from '../http/accepted';
import { invalidRequest, rateLimited } from '../http/refusal';
import { Refused } from '../http/refused';
import { Tokens } from '../http/tokens';
import { OpsAuthGuard } from '../http/tokens.auth-guard';
import { GateMetrics } from '../metrics/gate-metrics';
import { guardStateAnswer } from './guard-state-answer';

/** What operators do to the gate. Each command is on record and in the stored state before it is answered. */
@Controller()
@UseGuards(OpsAuthGuard)
export class OpsController {
  constructor(
    private readonly gate: GateService,
    private readonly recorder: Recorder,
    private readonly runtime: GateRuntime,
    private readonly tokens: Tokens,
    private readonly metrics: GateMetrics,
  ) {}

  @Get('ops/state')
  opsState(): OpsStateAnswer {
    const { clock, startedAtMs, settings } = this.runtime;
    const { mode } = settings.loaded.resolved.config;
    return { ...this.state(), mode, started_at_ms: startedAtMs, now_ms: clock.nowMs() };
  }

  @Post('ops/cooloff/:sec')
  @HttpCode(200)
  async coolOff(@Param('sec') text: string): Promise<GuardStateAnswer> {
    await this.gate.operate({ kind: 'cool_off', sec: accepted(parseCount(text, COOLOFF_SEC)) });
    return this.state();
  }

  @Post('ops/reset')
  @HttpCode(200)
  async reset(): Promise<GuardStateAnswer> {
    await this.gate.operate({ kind: 'reset' });
    return this.state();
  }

  @Post('aurora/arm')
  @HttpCode(200)
  async arm(): Promise<GuardStateAnswer> {
    await this.gate.operate({ kind: 'arm' });
    return this.state();
  }

  @Post('aurora/disarm')
  @HttpCode(200)
  async disarm(): Promise<GuardStateAnswer> {
    await this.gate.operate({ kind: 'disarm' });
    return this.state();
  }

  @Post('ops/trading_state/:state')
  @HttpCode(200)
  async tradingState(@Param('state') text: string): Promise<GuardStateAnswer> {
    await this.gate.operate({ kind: 'trading_state', state: accepted(parseTradingState(text)) });
    return this.state();
  }

  @Post('ops/rotate_token')
  @HttpCode(200)
  async rotateToken(@Body() body: unknown): Promise<StatusAnswer> {
    const { new_token: token } = accepted(parseRotateToken(body));
    const fault = this.faultOf(token);
    if (fault !== null) throw new Refused(invalidRequest([{ field: 'new_token', message: fault }]));
    const { clock } = this.runtime;
    const waitMs = this.tokens.rotationWaitMs(clock.nowMs());
    if (waitMs > 0) throw new Refused(rateLimited(waitMs));
    this.runtime.rotatedTo(this.tokens.rotateOps(token, clock.nowMs()));
    this.metrics.tokenRotations.inc();
    const details = { now_ms: clock.nowMs(), token: maskToken(token) };
    await this.recorder.keep([{ code: 'OPS.TOKEN.ROTATE', details, fields: {} }]);
    return { status: 'ok' };
  }

  @Get('ops/model_status')
  modelStatus(): ModelStatusAnswer {
    const { artifact, engine } = this.runtime;
    const { name, version, kind } = engine.calibrator;
    const scores = artifact === null ? null : statedScores(artifact);
    return {
      models: [
        {
          symbol: artifact?.symbol ?? '*',
          calibrator: `${name}@${version}`,
          fitted: artifact !== null,
          fitted_at_ms: artifact?.fitted.to_ms ?? null,
          kind,
          version,
          n: artifact?.fitted.n ?? null,
          held_out_n: scores?.heldOut ?? null,
          ece: scores?.ece ?? null,
          brier: scores?.brier ?? null,
        },
      ],
    };
  }

  /** Why a token may not become the operators'; `null` when it may. */
  private faultOf(token: string): string | null {
    if (this.tokens.isApiToken(token)) return 'must differ from the API token, which bots hold';
    if (this.runtime.config.config.mode !== 'live' || !isExampleToken(token)) return null;
    return 'is an example value, which live mode refuses';
  }

  private state(): GuardStateAnswer {
    const { engine, clock } = this.runtime;
    return guardStateAnswer(engine.guardState(clock.nowMs()));
  }
}
