import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import {
  COUNTER_MINUTES,
  LIST_LENGTH,
  parseCount,
  type GateCountersAnswer,
  type GateSampleAnswer,
} from '@aurora/contracts';
import { GateRuntime } from '../gate/gate-runtime';
import { accepted } from '../http/accepted';
import { ApiAuthGuard } from '../http/tokens.auth-guard';
import { DecisionJournal } from './decision-journal';

const DEFAULT_MINUTES = 15;
const DEFAULT_SAMPLE = 10;

/** What was decided lately, from memory. */
@Controller('gates')
@UseGuards(ApiAuthGuard)
export class GatesController {
  constructor(
    private readonly journal: DecisionJournal,
    private readonly runtime: GateRuntime,
  ) {}

  @Get('counters')
  counters(@Query('minutes') text?: string): GateCountersAnswer {
    const minutes = text === undefined ? DEFAULT_MINUTES : accepted(parseCount(text, COUNTER_MINUTES));
    return this.journal.counters(minutes, this.runtime.clock.nowMs());
  }

  @Get('sample')
  sample(@Query('n') text?: string): GateSampleAnswer {
    return {
      decisions: this.journal.sample(text === undefined ? DEFAULT_SAMPLE : accepted(parseCount(text, LIST_LENGTH))),
    };
  }
}
