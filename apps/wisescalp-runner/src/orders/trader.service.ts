import type { AuroraConfig } from '@aurora/config';
import type { PretradeCheckRequest } from '@aurora/contracts';
import { roundQty, type VenueFilters } from '@aurora/execution';
import { approve, type Approved, type GateVerdict, type OrderGate } from '@aurora/gate-client';
import { oppositeSide, secToMs, type Ms } from '@aurora/kernel';
import type { SymbolMarket } from '@aurora/market';
import { Inject, Injectable } from '@nestjs/common';
import { EventLog } from '../events/event-log.service';
import { Learning } from '../learning/learning.service';
import { declinedTrade } from '../learning/watched-trade';
import { MarketClock } from '../market/market-clock';
import { MarketState } from '../market/market-state.service';
import { quoteOf } from '../market/quote';
import { RunnerMetrics } from '../metrics/metrics';
import { ORDER_GATE } from '../policy/order-gate';
import { pretradeRequest } from '../policy/pretrade-request';
import { DecisionCounts } from '../report/decision-counts';
import { TradingRules } from '../rules/trading-rules';
import { RUN_ID, RUNNER_CONFIG } from '../runner-options';
import type { Signal } from '../signal/signal';
import { Openings } from './openings.service';
import { OrderDesk } from './order-desk.service';
import { ParentWatch } from './parent-watch.service';
import { PositionKeeper, type PositionWish } from './position-keeper.service';
import { VENUE_FILTERS } from './venue-filters';
import { marketSlipBps, type WantedOrder } from './wanted-order';

/** A question that was asked, with what belongs to it. */
interface Question {
  readonly market: SymbolMarket;
  readonly signal: Signal;
  readonly order: WantedOrder;
  readonly request: PretradeCheckRequest;
  /** Client order id of the opening of the position. */
  readonly positionId: string;
  /** What the order is for, unless it opens. */
  readonly wish?: PositionWish;
  /** When the frame behind the signal came, market ms; `null` when time passed without one. */
  readonly receivedMs: Ms | null;
}

/**
 * Asks the gate for openings and exits and hands over to the desk what it allows. There is at most one question or order
 * a symbol under way, and none goes out on a book that is out of sequence, crossed or stale.
 */
@Injectable()
export class Trader {
  private readonly asking = new Map<string, Promise<void>>();
  private readonly nextOpeningMs = new Map<string, Ms>();
  private readonly nextExitMs = new Map<string, Ms>();
  private opening = true;
  private opensFromMs: Ms = -Infinity;
  private closing = false;
  private orders = 0;

  constructor(
    @Inject(RUNNER_CONFIG) private readonly config: AuroraConfig,
    private readonly rules: TradingRules,
    @Inject(RUN_ID) private readonly runId: string,
    @Inject(ORDER_GATE) private readonly gate: OrderGate,
    @Inject(VENUE_FILTERS) private readonly filters: ReadonlyMap<string, VenueFilters>,
    private readonly clock: MarketClock,
    private readonly markets: MarketState,
    private readonly log: EventLog,
    private readonly openings: Openings,
    private readonly positions: PositionKeeper,
    private readonly parent: ParentWatch,
    private readonly desk: OrderDesk,
    private readonly learning: Learning,
    private readonly counts: DecisionCounts,
    private readonly metrics: RunnerMetrics,
  ) {}

  /** Nothing is asked, on its way or held. */
  get isIdle(): boolean {
    return this.asking.size === 0 && this.desk.openOrders === 0 && this.positions.account.openPositions === 0;
  }

  /** Wants no opening before then. */
  openFrom(ms: Ms): void {
    this.opensFromMs = ms;
  }

  /** Wants every position closed from now on. */
  close(): void {
    this.opening = false;
    this.closing = true;
  }

  /** Waits for the questions under way. */
  async answered(): Promise<void> {
    await Promise.all(this.asking.values());
  }

  /** Acts on a sample. @returns what to wait for while the gate thinks; `undefined` when nothing was asked or it has answered at once. */
  onSignal(market: SymbolMarket, signal: Signal, receivedMs: Ms | null): Promise<void> | undefined {
    this.parent.observe(signal);
    const { symbol } = signal;
    if (this.asking.has(symbol) || this.desk.hasOrder(symbol)) return undefined;
    if (this.positions.tradeOf(symbol) !== undefined) return this.manage(market, signal, receivedMs);
    if (!this.wantsOpening(signal)) return undefined;
    this.nextOpeningMs.set(symbol, signal.nowMs + this.rules.current.runner.askIntervalMs);
    const cid = this.nextCid();
    const order = this.openings.want(market, signal, cid);
    if (order !== undefined) return this.ask({ market, signal, order, positionId: cid, receivedMs });
    this.learnFrom(market, signal, cid);
    return undefined;
  }

  private wantsOpening({ symbol, score, stopBps, nowMs }: Signal): boolean {
    if (!this.opening || nowMs < Math.max(this.opensFromMs, this.nextOpeningMs.get(symbol) ?? -Infinity)) return false;
    if (this.parent.isResting(symbol, nowMs)) return false;
    return Math.abs(score) >= this.rules.current.runner.minScore && stopBps !== undefined;
  }

  private manage(market: SymbolMarket, signal: Signal, receivedMs: Ms | null): Promise<void> | undefined {
    const { symbol, nowMs } = signal;
    // Blind, nothing is judged and nothing sent; it waits until the book is back.
    if (!this.markets.isTrusted(market, nowMs)) return undefined;
    const wish = this.closing ? this.positions.wishToClose(symbol) : this.positions.manage(market, signal);
    if (wish === undefined || nowMs < (this.nextExitMs.get(symbol) ?? -Infinity)) return undefined;
    this.nextExitMs.set(symbol, nowMs + this.rules.current.runner.askIntervalMs);
    const order = this.orderOf(market, signal, wish);
    if (order.qty > 0) return this.ask({ market, signal, order, positionId: wish.trade.positionId, wish, receivedMs });
    // Less than a lot: there is nothing to send, and nothing to ask again.
    this.positions.underWay(wish);
    return undefined;
  }

  private orderOf(market: SymbolMarket, signal: Signal, wish: PositionWish): WantedOrder {
    const { symbol, side: held } = wish.trade.position;
    const { purpose } = wish;
    const side = purpose === 'scale_in' ? held : oppositeSide(held);
    // All of a position is whole lots already; rounding it again could leave one behind.
    const qty = purpose === 'exit' ? wish.qty : roundQty(wish.qty, this.filters.get(symbol)!, 'market');
    const slipBps = marketSlipBps(market, side, qty, signal.features.mid);
    const reduceOnly = purpose !== 'scale_in';
    return { symbol, side, qty, reduceOnly, clientOrderId: this.nextCid(), purpose, type: 'market', slipBps };
  }

  private ask(about: Omit<Question, 'request'>): Promise<void> | undefined {
    const { market, signal, order } = about;
    // The book is too thin to say what the order would cost.
    if (Number.isNaN(order.slipBps)) return undefined;
    const { account } = this.positions;
    const view = { openPositions: account.openPositions, pnlTodayPct: account.dayPnlPct(signal.nowMs) };
    const request = pretradeRequest(order, signal, market.trap, view, this.feesBps(order));
    const question = { ...about, request };
    const verdict = this.gate.check(request);
    if (!(verdict instanceof Promise)) {
      this.act(question, verdict);
      return undefined;
    }
    const answered = verdict.then((given) => {
      this.asking.delete(order.symbol);
      this.act(question, given);
    });
    this.asking.set(order.symbol, answered);
    return answered;
  }

  private act(question: Question, verdict: GateVerdict): void {
    const { order, signal, request, receivedMs } = question;
    if (receivedMs !== null) this.metrics.decidedAfter(this.clock.realMsSince(receivedMs));
    this.counts.add(signal, order, verdict);
    this.metrics.verdicts.inc({ source: verdict.source });
    this.log.emit('POLICY.DECISION', verdictDetails(verdict), this.fieldsOf(order, verdict));
    if (verdict.answer !== undefined) {
      this.learning.answered(verdict.answer.observability.calibrator, signal.nowMs);
      if (!verdict.allow) this.log.denied(request, verdict.answer);
    }
    const nowMs = this.clock.nowMs();
    if (verdict.cooldownMs > 0 && order.purpose === 'open') this.coolDown(order.symbol, nowMs + verdict.cooldownMs);
    const { marketStepSize, stepSize } = this.filters.get(order.symbol)!;
    const approved = approve(order, verdict, order.type === 'market' ? marketStepSize : stepSize);
    if (approved !== undefined) this.send(approved, question, nowMs);
    else if (order.purpose === 'open') this.learnFrom(question.market, signal, order.clientOrderId);
  }

  /** The market may have changed while the gate thought. */
  private send(order: Approved<WantedOrder>, { market, signal, positionId, wish }: Question, nowMs: Ms): void {
    const obstacle = !this.markets.isTrusted(market, nowMs)
      ? 'book_not_trusted'
      : !order.reduceOnly && !this.opening
        ? 'stopping'
        : null;
    if (obstacle !== null) {
      const details = { outcome: 'not_sent', reason: obstacle, purpose: order.purpose };
      this.log.emit('EXEC.DECISION', details, this.fieldsOf(order, order));
      this.desk.withdraw(order);
      return;
    }
    if (wish !== undefined) this.positions.underWay(wish);
    const ttlMs =
      order.type === 'limit' ? this.rules.current.runner.makerTtlMs : secToMs(this.config.observability.ack.ttlS);
    this.desk.submit(order, signal, positionId, ttlMs, nowMs);
  }

  /** What became of an opening that came to nothing teaches as well. */
  private learnFrom(market: SymbolMarket, signal: Signal, cid: string): void {
    const trade = declinedTrade(signal, quoteOf(market.book), cid, secToMs(this.rules.current.reward.ttlS));
    if (trade !== null) this.learning.declined(trade);
  }

  /** What the gate calls pointless is not asked again before. */
  private coolDown(symbol: string, untilMs: Ms): void {
    this.nextOpeningMs.set(symbol, Math.max(untilMs, this.nextOpeningMs.get(symbol) ?? -Infinity));
  }

  /** Of the whole trade for an opening, of itself for what ends one. */
  private feesBps({ type, reduceOnly }: WantedOrder): number {
    const { makerFeeBps, takerFeeBps } = this.config.broker;
    return (type === 'limit' ? makerFeeBps : takerFeeBps) + (reduceOnly ? 0 : takerFeeBps);
  }

  private nextCid(): string {
    return `ws-${this.runId}-${++this.orders}`;
  }

  private fieldsOf(
    { symbol, side, qty, clientOrderId, type }: WantedOrder,
    { decisionId }: { decisionId: string | null },
  ) {
    const about = { symbol, cid: clientOrderId, side, qty, orderType: type, src: 'wisescalp-runner' };
    return decisionId === null ? about : { ...about, decisionId };
  }
}

const verdictDetails = ({ source, allow, reason, maxQty, riskScale, cooldownMs, hardGate, failure }: GateVerdict) => ({
  source,
  allow,
  reason,
  max_qty: maxQty,
  risk_scale: riskScale,
  cooldown_ms: cooldownMs,
  hard_gate: hardGate,
  ...(failure !== undefined && { failure }),
});
