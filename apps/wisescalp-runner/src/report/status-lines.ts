import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@aurora/kernel';
import { MarketState } from '../market/market-state.service';
import { Trader } from '../orders/trader.service';
import { GateService } from '../policy/gate.service';
import { CLOCK } from '@aurora/nest';
import { WRITE_LINE, type WriteLine } from '../runner-options';
import { DecisionCounts } from './decision-counts';

const INTERVAL_MS = 1000;

/** Machine-readable state of the run: a `stats` line a second and a `summary` at the end, JSON on standard output. */
@Injectable()
export class StatusLines {
  private readonly startedMs: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WRITE_LINE) private readonly write: WriteLine,
    private readonly market: MarketState,
    private readonly gate: GateService,
    private readonly trader: Trader,
    private readonly counts: DecisionCounts,
  ) {
    this.startedMs = clock.nowMs();
  }

  start(): void {
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
    const { market, counts, gate, trader } = this;
    const elapsedMs = this.clock.nowMs() - this.startedMs;
    const { latencyUs } = gate;
    return {
      elapsed_ms: Math.round(elapsedMs),
      market_ts: Number.isNaN(market.nowMs) ? null : Math.floor(market.nowMs),
      frames: market.frames,
      frames_per_s: elapsedMs > 0 ? Math.round((market.frames / elapsedMs) * 1000) : 0,
      parse_errors: market.wire.errors,
      unknown_events: market.wire.count('unknown'),
      ...market.faults(),
      decisions: counts.decisions,
      allow: counts.allowed.open + counts.allowed.exit,
      allow_open: counts.allowed.open,
      allow_exit: counts.allowed.exit,
      deny: Object.fromEntries(counts.denied),
      gate_failures: Object.fromEntries(gate.failures),
      unanswered: counts.unanswered,
      unreported: counts.unreported,
      latency_ms:
        latencyUs.count === 0 ? null : { p50: latencyUs.percentile(50) / 1000, p99: latencyUs.percentile(99) / 1000 },
      fills: counts.fills,
      unfilled: counts.unfilled,
      open_positions: trader.book.openPositions,
      pnl_usdt: Math.round(trader.book.pnlUsdt * 1e4) / 1e4,
      last: counts.last,
    };
  }
}
