import { bpsToFraction, sideSign, type NewId, type Clock } from '@aurora/kernel';
import type { SymbolMarket } from '@aurora/market';
import { Inject, Injectable } from '@nestjs/common';
import { approve, type ApprovedOrder } from '../policy/approved-order';
import type { GateAnswer } from '../policy/gate-answer';
import { GateService } from '../policy/gate.service';
import { pretradeRequest, type WantedOrder } from '../policy/pretrade-request';
import { DecisionCounts } from '../report/decision-counts';
import { NEW_ID, CLOCK } from '@aurora/nest';
import { RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';
import type { Signal } from '../signal/signal';
import { posttradeReport } from './posttrade-report';
import { ShadowBook } from './shadow-book';
import { executionPrice, exitReason, wantedExit, wantedOpening } from './wanted-order';

/** A question under way. It takes effect when the market reaches `dueMs`, however fast the answer was. */
interface Pending {
  readonly dueMs: number;
  readonly market: SymbolMarket;
  readonly signal: Signal;
  readonly order: WantedOrder;
  readonly answer: Promise<GateAnswer | undefined>;
}

/**
 * Asks the gate for openings and exits and fills in shadow what it allows. There is at most one question a symbol under
 * way, and no way from here to an order endpoint of a venue.
 */
@Injectable()
export class Trader {
  readonly book: ShadowBook;
  private readonly pending: Pending[] = [];
  private readonly nextAskMs = new Map<string, number>();
  private readonly lastSeen = new Map<string, { market: SymbolMarket; signal: Signal }>();
  /** Makes order ids of different runs differ: the gate takes the outcome of one order once. */
  private readonly runId: string;
  private orders = 0;

  constructor(
    @Inject(RUNNER_OPTIONS) private readonly options: RunnerOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NEW_ID) private readonly newId: NewId,
    private readonly gate: GateService,
    private readonly counts: DecisionCounts,
  ) {
    this.book = new ShadowBook(options.equityUsdt);
    this.runId = newId(clock.nowMs()).slice(-12);
  }

  /** Acts on a sample: an exit when the position wants one, an opening when the score does. */
  onSignal(market: SymbolMarket, signal: Signal): void {
    const { symbol, nowMs } = signal;
    this.lastSeen.set(symbol, { market, signal });
    if (nowMs < (this.nextAskMs.get(symbol) ?? -Infinity)) return;
    if (this.pending.some((one) => one.order.symbol === symbol)) return;
    const order = this.wanted(market, signal);
    if (order === undefined) return;
    this.nextAskMs.set(symbol, nowMs + this.options.askIntervalMs);
    this.ask(market, signal, order);
  }

  /** Brings into effect, in order, what is due at a moment of the market; waits for answers that are not there yet. */
  async settle(dueMs: number, nowMs = dueMs): Promise<void> {
    while (this.pending.length > 0 && this.pending[0]!.dueMs <= dueMs) {
      await this.resolve(this.pending[0]!, nowMs);
      this.pending.shift();
    }
  }

  /**
   * Ends the run at the last moment of the market: what is under way takes effect, then every position is closed, so
   * that the gate's book and this one end alike. A position whose exit is denied or unanswered stays open.
   */
  async finish(nowMs: number): Promise<void> {
    await this.settle(Infinity, nowMs);
    for (const { market, signal } of this.lastSeen.values()) {
      const position = this.book.positionOf(signal.symbol);
      if (position === undefined) continue;
      const order = wantedExit(market, { ...signal, nowMs }, position, this.nextOrderId());
      if (order !== undefined) this.ask(market, { ...signal, nowMs }, order);
    }
    await this.settle(Infinity, nowMs);
  }

  private ask(market: SymbolMarket, signal: Signal, order: WantedOrder): void {
    const { nowMs } = signal;
    this.orders++;
    const account = { openPositions: this.book.openPositions, pnlTodayPct: this.book.pnlTodayPct(nowMs) };
    const reqId = this.newId(this.clock.nowMs());
    const request = pretradeRequest(order, signal, market.trap, account, this.options.feesBps, reqId);
    const answer = this.gate.check(request);
    this.pending.push({ dueMs: nowMs + this.options.orderLatencyMs, market, signal, order, answer });
  }

  private nextOrderId(): string {
    return `ws-${this.runId}-${this.orders + 1}`;
  }

  private wanted(market: SymbolMarket, signal: Signal): WantedOrder | undefined {
    const clientOrderId = this.nextOrderId();
    const position = this.book.positionOf(signal.symbol);
    if (position !== undefined)
      return exitReason(position, signal, market, this.options) === undefined
        ? undefined
        : wantedExit(market, signal, position, clientOrderId);
    if (Math.abs(signal.score) < this.options.minScore || signal.stopBps === undefined) return undefined;
    return wantedOpening(market, signal, this.options, clientOrderId);
  }

  private async resolve(one: Pending, nowMs: number): Promise<void> {
    const answer = await one.answer;
    this.counts.add(one.signal, one.order, answer);
    if (answer === undefined) return;
    if (answer.cooldownMs > 0) this.coolDown(one.order, one.signal.nowMs + answer.cooldownMs);
    const order = approve(one.order, answer, this.options.lotStep);
    if (order !== undefined) await this.execute(order, one, nowMs);
  }

  /** What the gate calls pointless is not asked again before; an exit is, since its gate is another one. */
  private coolDown(order: WantedOrder, untilMs: number): void {
    if (order.reduceOnly) return;
    this.nextAskMs.set(order.symbol, Math.max(untilMs, this.nextAskMs.get(order.symbol) ?? -Infinity));
  }

  private async execute(order: ApprovedOrder, { market, signal }: Pending, atMs: number): Promise<void> {
    const price = executionPrice(market, order.side, order.qty);
    if (Number.isNaN(price)) return this.report(posttradeReport(order, undefined));
    const fee = order.qty * price * bpsToFraction(this.options.feesBps / 2);
    const position = this.book.positionOf(order.symbol);
    if (order.reduceOnly && position !== undefined) {
      const pnlUsdt = this.book.close(position, order.qty, price, fee, atMs);
      return this.report(posttradeReport(order, { price, fee, atMs, pnlUsdt }));
    }
    const sign = sideSign(order.side);
    this.book.open({
      symbol: order.symbol,
      side: order.side,
      qty: order.qty,
      entryPrice: price,
      openedMs: atMs,
      stopPrice: price * (1 - sign * bpsToFraction(signal.stopBps!)),
      targetPrice: price * (1 + sign * bpsToFraction(signal.targetBps!)),
      openFee: fee,
    });
    await this.report(posttradeReport(order, { price, fee, atMs }));
  }

  private async report(outcome: Parameters<GateService['report']>[0]): Promise<void> {
    this.counts.countFill(outcome);
    if (!(await this.gate.report(outcome))) this.counts.unreported++;
  }
}
