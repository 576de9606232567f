import type { AuroraConfig } from '@aurora/config';
import type { PosttradeRequest } from '@aurora/contracts';
import { AckTracker, ShadowBroker, type OrderEvent, type VenueFilters } from '@aurora/execution';
import type { Approved, OrderGate } from '@aurora/gate-client';
import { secToMs, type Ms } from '@aurora/kernel';
import type { SymbolMarket } from '@aurora/market';
import { Inject, Injectable } from '@nestjs/common';
import { EventLog } from '../events/event-log.service';
import { MarketClock } from '../market/market-clock';
import type { MarketChange } from '../market/market-state.service';
import { bookState } from '../market/book-state';
import { quoteOf } from '../market/quote';
import { RunnerMetrics } from '../metrics/metrics';
import { ORDER_GATE } from '../policy/order-gate';
import { RUNNER_CONFIG } from '../runner-options';
import type { Signal } from '../signal/signal';
import { EVENT_OF_ORDER, isTerminal, orderEventDetails, orderEventFields, posttradeReport } from './order-events';
import { PositionKeeper } from './position-keeper.service';
import { ReportLine } from './report-line';
import { Ticket } from './ticket';
import { VENUE_FILTERS } from './venue-filters';
import type { WantedOrder } from './wanted-order';

/** How often submissions without an acknowledgement are looked for, market ms. */
const ACK_SCAN_MS = 1000;
/** How long a run that ends tries to tell the gate what it missed. */
const LAST_REPORTS_MS = 5000;

/**
 * Where approved orders go: the shadow broker, and nowhere else. Every order has one ticket; what happens to it goes into
 * the log, to the gate and to the positions, in that order.
 */
@Injectable()
export class OrderDesk {
  private readonly broker: ShadowBroker;
  private readonly acks: AckTracker;
  private readonly tickets = new Map<string, Ticket>();
  private readonly markets = new Map<string, SymbolMarket>();
  private readonly reports: ReportLine;
  private lost = 0;
  private readonly unacknowledged = new Set<string>();
  private nextScanMs = -Infinity;

  constructor(
    @Inject(RUNNER_CONFIG) config: AuroraConfig,
    @Inject(VENUE_FILTERS) filters: ReadonlyMap<string, VenueFilters>,
    @Inject(ORDER_GATE) gate: OrderGate,
    private readonly log: EventLog,
    private readonly positions: PositionKeeper,
    private readonly metrics: RunnerMetrics,
    clock: MarketClock,
  ) {
    this.broker = new ShadowBroker({ ...config.broker, filters, onEvent: (event) => this.onEvent(event) });
    this.reports = new ReportLine(
      gate,
      (report) => this.onLostReport(report),
      () => clock.nowNs(),
    );
    this.acks = new AckTracker(secToMs(config.observability.ack.ttlS));
  }

  /** Orders that have not ended. */
  get openOrders(): number {
    return this.tickets.size;
  }

  hasOrder(symbol: string): boolean {
    for (const { order } of this.tickets.values()) if (order.symbol === symbol) return true;
    return false;
  }

  /** Notional of openings on their way, at the price they were decided at. */
  get openingNotionalUsdt(): number {
    let sum = 0;
    for (const { order, signal } of this.tickets.values())
      if (!order.reduceOnly) sum += order.qty * signal.features.mid;
    return sum;
  }

  /** @param positionId client order id of the opening of the position. */
  submit(order: Approved<WantedOrder>, signal: Signal, positionId: string, ttlMs: Ms | undefined, nowMs: Ms): void {
    const { clientOrderId: cid, symbol, side, type, qty, reduceOnly, decisionId, price } = order;
    if (!this.acks.submitted(cid, nowMs)) throw new Error(`too many orders wait for their acknowledgement: ${cid}`);
    this.tickets.set(cid, new Ticket(order, signal, positionId));
    this.metrics.submitted.inc();
    this.broker.submit(
      {
        cid,
        decisionId,
        symbol,
        side,
        type,
        qty,
        reduceOnly,
        ...(price !== undefined && { price, timeInForce: 'GTX' as const }),
        ...(ttlMs !== undefined && { ttlMs }),
      },
      nowMs,
    );
  }

  /** Shows the broker what the market did. */
  onMarket({ market, event }: MarketChange, nowMs: Ms): void {
    this.markets.set(market.symbol, market);
    switch (event.kind) {
      case 'trade':
      case 'aggTrade':
        this.broker.onTrade(event, nowMs);
        break;
      case 'markPrice':
        this.broker.onMarkPrice(event.symbol, event.markPrice);
        break;
      case 'depthDiff':
      case 'partialDepth':
      case 'snapshot':
        this.broker.onBook(market.symbol, market.book, nowMs);
        break;
      default:
    }
    this.scanAcks(nowMs);
  }

  /** Lets time pass where the market does not move. */
  advance(nowMs: Ms): void {
    this.broker.advance(nowMs);
    this.scanAcks(nowMs);
  }

  /** Shows every book once more at a later time, for orders on their way when a recording ends. */
  advanceOnLastBooks(nowMs: Ms): void {
    for (const { symbol, book } of this.markets.values()) this.broker.onBook(symbol, book, nowMs);
    this.broker.advance(nowMs);
  }

  cancelAll(nowMs: Ms): void {
    this.broker.cancelAll(nowMs);
  }

  /** Reports that the gate will never hear of. */
  get unreported(): number {
    return this.lost;
  }

  /** Reports on their way; while the gate is away they wait. */
  get reporting(): number {
    return this.reports.waiting;
  }

  /** Waits until the gate was told of everything. */
  reported(): Promise<void> {
    return this.reports.arrived();
  }

  /** The same at the end of a run, but not for ever. */
  lastReports(): Promise<void> {
    return this.reports.end(LAST_REPORTS_MS);
  }

  /** Tells the gate that an order it allowed will not be sent, so that it holds nothing for it. */
  withdraw(order: Approved<WantedOrder>): void {
    if (order.decisionId === null) return;
    this.tell({
      order_id: order.clientOrderId,
      client_order_id: order.clientOrderId,
      decision_id: order.decisionId,
      symbol: order.symbol,
      side: order.side,
      reduce_only: order.reduceOnly,
      status: 'canceled',
      qty: order.qty,
      filled: 0,
      info: { purpose: order.purpose, not_sent: true },
    });
  }

  private onEvent(told: OrderEvent): void {
    const { cid } = told.order;
    // It was cancelled because nobody acknowledged it: that is how it ended.
    const overdue = told.kind === 'cancel' && this.unacknowledged.delete(cid);
    const event: OrderEvent = overdue ? { ...told, kind: 'expire', reason: 'ttl' } : told;
    const ticket = this.tickets.get(cid)!;
    const booked = event.lastQty > 0 ? this.positions.book(event) : undefined;
    if (booked !== undefined) ticket.paid(event.fee);
    if (event.kind === 'ack') this.onAck(ticket, event);
    const book = event.kind === 'submit' ? bookState(this.markets.get(event.order.symbol)!, event.atMs) : undefined;
    const details = { ...orderEventDetails(event, ticket, booked), ...book };
    this.log.emit(EVENT_OF_ORDER[event.kind], details, orderEventFields(event));
    const report = posttradeReport(event, ticket, booked);
    if (report !== undefined) this.tell(report);
    if (!isTerminal(event)) return;
    ticket.ended(event);
    this.tickets.delete(cid);
    this.unacknowledged.delete(cid);
    this.acks.settled(cid);
    this.metrics.terminal.inc({ state: event.kind });
    this.positions.ended(ticket);
  }

  private onAck(ticket: Ticket, { order: { cid, side, symbol, type }, atMs }: OrderEvent): void {
    if (this.acks.acked(cid, atMs) === 'late') this.log.emit('ORDER.STATUS', { status: 'late_ack' }, { cid, symbol });
    const { bid, ask, mid } = quoteOf(this.markets.get(symbol)!.book);
    ticket.arrived(mid, type === 'limit' ? null : side === 'buy' ? ask : bid);
  }

  private scanAcks(nowMs: Ms): void {
    if (nowMs < this.nextScanMs) return;
    this.nextScanMs = nowMs + ACK_SCAN_MS;
    for (const cid of this.acks.scan(nowMs)) {
      this.unacknowledged.add(cid);
      this.broker.cancel(cid, nowMs);
    }
  }

  private tell(report: PosttradeRequest): void {
    this.log.report(report);
    this.reports.tell(report);
  }

  private onLostReport({ client_order_id: cid, status }: PosttradeRequest): void {
    this.metrics.unreported.inc();
    this.lost++;
    this.log.emit('HEALTH.SERVICE_UNHEALTHY', { part: 'gate', lost_report: { cid, status } });
  }
}
