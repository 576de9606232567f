import { Body, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { parseRiskSet, type RiskSnapshotAnswer } from '@aurora/contracts';
import { GateRuntime } from '../gate/gate-runtime';
import { GateService } from '../gate/gate.service';
import { accepted } from '../http/accepted';
import { OpsAuthGuard } from '../http/tokens.auth-guard';

/** Risk limits in force, and their change at run time. */
@Controller('risk')
@UseGuards(OpsAuthGuard)
export class RiskController {
  constructor(
    private readonly gate: GateService,
    private readonly runtime: GateRuntime,
  ) {}

  @Get('snapshot')
  snapshot(): RiskSnapshotAnswer {
    const { engine, clock } = this.runtime;
    const view = engine.riskView(clock.nowMs());
    return {
      dd_day_pct: view.ddDayPct,
      max_concurrent: view.maxConcurrent,
      size_scale: view.sizeScale,
      pnl_today_pct: view.pnlTodayPct,
      pnl_today_usdt: view.pnlTodayUsdt,
      open_positions: view.openPositions,
      exposure_usdt: view.exposureUsdt,
    };
  }

  @Post('set')
  @HttpCode(200)
  async set(@Body() body: unknown): Promise<RiskSnapshotAnswer> {
    const { dd_day_pct, max_concurrent, size_scale } = accepted(parseRiskSet(body));
    const overrides = {
      ...(dd_day_pct == null ? {} : { ddDayPct: dd_day_pct }),
      ...(max_concurrent == null ? {} : { maxConcurrent: max_concurrent }),
      ...(size_scale == null ? {} : { sizeScale: size_scale }),
    };
    await this.gate.operate({ kind: 'risk_set', overrides });
    return this.snapshot();
  }
}
