import type { TunerMode } from '@aurora/contracts';
import type { HardGate } from '@aurora/tuning';
import { Counter, Gauge, Registry } from 'prom-client';

const MODES: readonly TunerMode[] = ['explore', 'exploit', 'frozen', 'idle'];
const GATES: readonly HardGate[] = ['deny_rate', 'latency_p99_ms', 'ece', 'cvar95'];
const TRIAL_STATES = ['running', 'complete', 'rejected', 'failed', 'stale'] as const;
export type CountedState = (typeof TRIAL_STATES)[number];

/** What the tuner measures of itself, in the text format of Prometheus. */
export class TunerMetrics {
  readonly registry = new Registry();

  readonly heartbeat = this.gauge('aurora_tuner_heartbeat_timestamp_seconds', 'Last heartbeat, Unix time in seconds.');
  private readonly modes = this.labelled('aurora_tuner_mode', '1 for what the tuner does, 0 for the rest.', 'mode');
  readonly frozen = this.gauge('aurora_tuner_frozen', '1 while an operator has frozen it.');
  readonly gateUp = this.gauge('aurora_tuner_gate_up', '1 while the gate answers it.');
  private readonly trials = this.labelled('aurora_tuner_trials', 'Trials of the study by what came of them.', 'state');
  readonly rejected = new Counter({
    name: 'aurora_tuner_rejected_total',
    help: 'Parameters refused by a hard gate, by the first one they broke.',
    labelNames: ['gate'] as const,
    registers: [this.registry],
  });
  readonly rollbacks = this.counter(
    'aurora_tuner_rollbacks_total',
    'Parameters taken off before their time for breaking a hard gate.',
  );
  readonly conflicts = this.counter(
    'aurora_tuner_overlay_conflicts_total',
    "Times somebody else's overlay took the place of the tuner's.",
  );
  readonly bestScore = this.gauge('aurora_tuner_best_score', 'Score of the best trial; NaN before there is one.');
  readonly currentScore = this.gauge(
    'aurora_tuner_current_score',
    'Score so far of the parameters in force; NaN where there is none.',
  );

  constructor() {
    // There from the start, so that the first one is an increase.
    for (const gate of GATES) this.rejected.inc({ gate }, 0);
    for (const state of TRIAL_STATES) this.trials.set({ state }, 0);
    this.setMode('idle');
    this.bestScore.set(NaN);
    this.currentScore.set(NaN);
  }

  setMode(mode: TunerMode): void {
    for (const one of MODES) this.modes.set({ mode: one }, one === mode ? 1 : 0);
  }

  setTrials(counts: Readonly<Record<CountedState, number>>): void {
    for (const state of TRIAL_STATES) this.trials.set({ state }, counts[state]);
  }

  private counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.registry] });
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }

  private labelled<Label extends string>(name: string, help: string, label: Label): Gauge<Label> {
    return new Gauge({ name, help, labelNames: [label], registers: [this.registry] });
  }
}
