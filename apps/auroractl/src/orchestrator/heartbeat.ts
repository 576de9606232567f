import type { Clock } from '@aurora/kernel';
import { CLOCK } from '@aurora/nest';
import { Inject, Injectable } from '@nestjs/common';
import { Report } from './report';
import { TUNER_OPTIONS, type TunerOptions } from './tuner-options';
import { TunerState } from './tuner-state';
import { TunerStudy } from './tuner-study';

/** The signs of life of the tuner, whatever the gate does: its event, its status file, and that of the trial in the study. */
@Injectable()
export class Heartbeat {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(TUNER_OPTIONS) private readonly options: TunerOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly study: TunerStudy,
    private readonly state: TunerState,
    private readonly report: Report,
  ) {}

  /** Beats now and from then on in its interval. Rejects when the first one fails; `onFailure` hears of any later one. */
  async start(onFailure: (error: unknown) => void): Promise<void> {
    await this.beat();
    this.timer = setInterval(() => void this.beat().catch(onFailure), this.options.heartbeatMs);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  async beat(): Promise<void> {
    const nowMs = this.clock.nowMs();
    this.state.heartbeatMs = nowMs;
    const { study } = this.study;
    for (const { number, status } of study.trials) if (status === 'running') study.heartbeat(number, nowMs);
    this.report.heartbeat();
    await this.state.write();
  }
}
