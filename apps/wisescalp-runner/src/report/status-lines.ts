import { MetricsServer } from '@aurora/nest';
import { Inject, Injectable } from '@nestjs/common';
import { EventLog } from '../events/event-log.service';
import { CurrentModel } from '../learning/current-model';
import { MarketClock } from '../market/market-clock';
import { MarketState } from '../market/market-state.service';
import { RunnerMetrics } from '../metrics/metrics';
import { OrderDesk } from '../orders/order-desk.service';
import { PositionKeeper } from '../orders/position-keeper.service';
import { RUNNER_OPTIONS, WRITE_LINE, type RunnerOptions, type WriteLine } from '../runner-options';
import { DecisionCounts } from './decision-counts';

const INTERVAL_MS = 1000;

/** Machine-readable state of the run: `started`, a `stats` line a second, and a `summary` at the end, JSON on standard output. */
@Injectable()
export class StatusLines {
  private startedMs = NaN;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(RUNNER_OPTIONS) private readonly options: RunnerOptions,
    @Inject(WRITE_LINE) private readonly write: WriteLine,
    @Inject(MetricsServer) private readonly server: MetricsServer | null,
    private readonly clock: MarketClock,
    private readonly market: MarketState,
    private readonly model: CurrentModel,
    private readonly counts: DecisionCounts,
    private readonly positions: PositionKeeper,
    private readonly desk: OrderDesk,
    private readonly metrics: RunnerMetrics,
    private readonly log: EventLog,
  ) {}

  start(): void {
    this.startedMs = performance.now();
    const { symbols, parent, child, gate, sessionDir } = this.options;
    const metricsUrl = this.server?.url ?? null;
    const about = { pid: process.pid, symbols, parent, child, gate, session_dir: sessionDir, metrics_url: metricsUrl };
    this.write(JSON.stringify({ type: 'started', ...about }));
    this.timer = setInterval(() => this.emit('stats'), INTERVAL_MS);
    this.timer.unref();
  }

  /** Ends the `stats` lines with the `summary`. */
  finish(outcome: { stopped: boolean }): void {
    clearInterval(this.timer);
    this.emit('summary', outcome);
  }

  private emit(type: 'stats' | 'summary', more: object = {}): void {
    this.write(JSON.stringify({ type, ...more, ...this.snapshot() }));
  }

  private snapshot(): object {
    const { market, counts, positions, metrics } = this;
    const elapsedMs = performance.now() - this.startedMs;
    const nowMs = this.clock.nowMs();
    const { emitted } = this.log;
    const memory = process.memoryUsage();
    return {
      elapsed_ms: Math.round(elapsedMs),
      market_ts: Number.isNaN(nowMs) ? null : Math.floor(nowMs),
      frames: market.frames,
      frames_per_s: elapsedMs > 0 ? Math.round((market.frames / elapsedMs) * 1000) : 0,
      parse_errors: market.wire.errors,
      unknown_events: market.wire.count('unknown'),
      ...market.faults(),
      signals: emitted.get('MODEL.CALIBRATION') ?? 0,
      reward_gate: counts.reward,
      parent_gate: counts.parent,
      decisions: counts.decisions,
      allow: counts.allowed.open + counts.allowed.exit,
      allow_open: counts.allowed.open,
      allow_exit: counts.allowed.exit,
      deny: Object.fromEntries(counts.denied),
      verdicts: Object.fromEntries(counts.sources),
      tick_to_decision_ms: metrics.tickToDecision(),
      orders: emitted.get('ORDER.SUBMIT') ?? 0,
      fills: emitted.get('ORDER.FILL') ?? 0,
      open_orders: this.desk.openOrders,
      open_positions: positions.account.openPositions,
      unreported: this.desk.unreported,
      reports_waiting: this.desk.reporting,
      closed_trades: positions.closedTrades,
      pnl_usdt: positions.account.realisedUsdt,
      model: this.model.id,
      events_dropped: this.log.dropped,
      rss_mb: Math.round(memory.rss / 2 ** 20),
      heap_mb: Math.round(memory.heapUsed / 2 ** 20),
      last: counts.last,
    };
  }
}
