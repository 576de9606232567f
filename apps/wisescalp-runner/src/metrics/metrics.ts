import { createHistogram } from 'node:perf_hooks';
import type { Ms } from '@aurora/kernel';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the runner measures of itself, in the text format of Prometheus. */
export class RunnerMetrics {
  readonly registry = new Registry();

  readonly frames = this.counter('wisescalp_ws_frames_total', 'Frames of market data taken in.');
  readonly parseErrors = this.counter('wisescalp_ws_parse_errors_total', 'Frames that could not be read.');
  readonly connects = this.counter('wisescalp_ws_connects_total', 'Market-data connections opened.');
  readonly disconnects = this.counter('wisescalp_ws_disconnects_total', 'Market-data connections that ended.');
  readonly gaps = this.counter('wisescalp_ws_gaps_total', 'Books whose sequence of updates broke.');
  readonly conflated = this.counter(
    'wisescalp_ws_conflated_total',
    'Book updates left out because the runner was behind.',
  );
  readonly parentAllowed = this.counter('aurora_parent_gate_allow_total', 'Signals the parent gate allowed.');
  readonly parentDenied = this.counter('aurora_parent_gate_deny_total', 'Signals the parent gate denied.');
  readonly rewardBlocked = this.counter(
    'aurora_expected_net_reward_blocked_total',
    'Signals blocked for too small an expected net reward.',
  );
  readonly submitted = this.counter('aurora_orders_submitted_shadow_total', 'Shadow orders submitted.');
  readonly terminal = this.labelled('wisescalp_orders_terminal_total', 'Shadow orders that ended, by how.', 'state');
  readonly verdicts = this.labelled(
    'wisescalp_gate_verdicts_total',
    'Answers to questions, by who gave them.',
    'source',
  );
  readonly unreported = this.counter('wisescalp_reports_lost_total', 'Outcomes the gate could not be told of.');
  readonly events = this.labelled('aurora_events_emitted_total', 'Events emitted by code.', 'code');
  readonly eventsDropped = this.gauge('wisescalp_events_dropped', 'Lines of the log that will never be written.');
  readonly openPositions = this.gauge('wisescalp_open_positions', 'Open shadow positions.');
  readonly pnl = this.gauge('wisescalp_pnl_usdt', 'Realised profit of the run after fees.');
  readonly ece = this.gauge(
    'aurora_ece',
    'Expected calibration error of the model in use on outcomes it had not seen.',
  );
  readonly brier = this.gauge('aurora_brier', 'Brier score of the model in use on outcomes it had not seen.');
  readonly bookAgeMs = new Gauge({
    name: 'wisescalp_book_age_ms',
    help: 'Time since the last update of the book, in ms.',
    labelNames: ['symbol'] as const,
    registers: [this.registry],
  });
  private readonly tickToDecisionMs = new Histogram({
    name: 'wisescalp_tick_to_decision_ms',
    help: 'From a frame received to the verdict in hand, in ms.',
    buckets: [0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 25, 50, 100, 250],
    registers: [this.registry],
  });

  private readonly tickToDecisionUs = createHistogram();

  /** @param ms from a frame received to the verdict in hand. */
  decidedAfter(ms: Ms): void {
    this.tickToDecisionMs.observe(ms);
    this.tickToDecisionUs.record(Math.max(1, Math.round(ms * 1000)));
  }

  /** Percentiles of the run so far, ms; `null` before the first verdict. */
  tickToDecision(): { readonly p50: Ms; readonly p99: Ms; readonly max: Ms } | null {
    const us = this.tickToDecisionUs;
    if (us.count === 0) return null;
    return { p50: us.percentile(50) / 1000, p99: us.percentile(99) / 1000, max: us.max / 1000 };
  }

  private counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.registry] });
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }

  private labelled<Label extends string>(name: string, help: string, label: Label): Counter<Label> {
    return new Counter({ name, help, labelNames: [label], registers: [this.registry] });
  }
}
