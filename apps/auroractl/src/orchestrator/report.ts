import type { TunerMode } from '@aurora/contracts';
import { harvestDetails, type BrokenGate, type Harvest, type Params } from '@aurora/tuning';
import { Inject, Injectable } from '@nestjs/common';
import { TunerLog } from './tuner-log';
import { TunerMetrics } from './tuner-metrics';
import { WRITE_LINE, type WriteLine } from './tuner-options';
import { TunerState } from './tuner-state';

/**
 * `apply`: parameters came into force; `complete`: they kept every limit; `reject`: they broke one and are off; `fail`: no
 * verdict; `abort`: taken off before their end; `extend`: more time for want of numbers; `restore`: the base is in force.
 */
export type Action = 'apply' | 'complete' | 'reject' | 'fail' | 'abort' | 'extend' | 'restore';

export interface ParameterUpdate {
  readonly action: Action;
  readonly mode: TunerMode;
  readonly trial: number | null;
  readonly params: Params;
  readonly score: number | null;
  /** Verdict of the hard gates; `null` where there is none. */
  readonly gate: 'pending' | 'passed' | 'broken' | null;
  readonly broken?: readonly BrokenGate[];
  readonly harvest?: Harvest;
  readonly reason: string;
}

/** Tells what the tuner does: to its log, to whoever reads its standard output, to its metrics. */
@Injectable()
export class Report {
  constructor(
    private readonly log: TunerLog,
    @Inject(WRITE_LINE) private readonly write: WriteLine,
    private readonly metrics: TunerMetrics,
    private readonly state: TunerState,
  ) {}

  update({ harvest, ...update }: ParameterUpdate): void {
    const details = { ...update, ...(harvest && { harvest: harvestDetails(harvest) }) };
    this.log.emit('ORCH.PARAMETER_UPDATE', details);
    this.write({ type: 'cycle', ...details });
    const [first] = update.broken ?? [];
    if (update.action === 'reject' && first !== undefined) this.metrics.rejected.inc({ gate: first.gate });
  }

  heartbeat(): void {
    const { mode, freeze, standing, gateError } = this.state;
    this.log.emit('ORCH.HEARTBEAT', {
      mode,
      frozen: freeze !== null,
      trial: standing?.trial ?? null,
      gate_ok: gateError === null,
      trials: this.state.counts(),
    });
  }

  /** The text of all metrics, as of now. */
  text(): Promise<string> {
    const { metrics, state } = this;
    const { best } = state.status();
    metrics.setMode(state.mode);
    metrics.setTrials(state.counts());
    metrics.heartbeat.set((state.heartbeatMs ?? NaN) / 1000);
    metrics.frozen.set(state.freeze === null ? 0 : 1);
    metrics.gateUp.set(state.gateError === null ? 1 : 0);
    metrics.bestScore.set(best?.score ?? NaN);
    metrics.currentScore.set(state.standing?.score ?? NaN);
    metrics.rollbacks.reset();
    metrics.rollbacks.inc(state.rollbacks);
    metrics.conflicts.reset();
    metrics.conflicts.inc(state.conflicts);
    return metrics.registry.metrics();
  }

  get contentType(): string {
    return this.metrics.registry.contentType;
  }
}
