import { join, resolve } from 'node:path';
import { Controller, Get, Inject, Query, UseGuards } from '@nestjs/common';
import {
  LIST_LENGTH,
  parseCount,
  type OrchestratorEventsAnswer,
  type OrchestratorStatusAnswer,
} from '@aurora/contracts';
import { type Clock } from '@aurora/kernel';
import { CLOCK } from '@aurora/nest';
import { accepted } from '../http/accepted';
import { ApiAuthGuard } from '../http/tokens.auth-guard';
import { SETTINGS, type Settings } from '../settings/settings';
import { readLastEvents } from './read-last-events';
import { readTunerStatus } from './read-tuner-status';

/** The tuner, from what it leaves in its folder: it is a process of its own, and this one never waits for it. */
@Controller('orchestrator')
@UseGuards(ApiAuthGuard)
export class OrchestratorController {
  private readonly dir: string;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) { loaded }: Settings,
  ) {
    const { tuner, session } = loaded.resolved.config;
    this.dir = resolve(tuner.dir ?? join(session.runDir, 'tuner'));
  }

  @Get('status')
  status(): Promise<OrchestratorStatusAnswer> {
    return readTunerStatus(this.dir, this.clock.nowMs());
  }

  @Get('events/tail')
  tail(@Query('n') text?: string): Promise<OrchestratorEventsAnswer> {
    return readLastEvents(this.dir, accepted(parseCount(text, LIST_LENGTH)));
  }
}
