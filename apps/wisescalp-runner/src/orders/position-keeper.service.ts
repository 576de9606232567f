import type { AuroraConfig } from '@aurora/config';
import {
  analyseRoundTrip,
  openReward,
  resizeReward,
  rewardDetails,
  rewardEvent,
  RewardManager,
  ShadowAccount,
  tcaDetails,
  type BookedFill,
  type OrderEvent,
  type RewardAction,
  type RewardPosition,
} from '@aurora/execution';
import type { EventFields } from '@aurora/events';
import type { SymbolMarket } from '@aurora/market';
import { Inject, Injectable } from '@nestjs/common';
import { EventLog } from '../events/event-log.service';
import { quoteOf } from '../market/quote';
import { TradingRules } from '../rules/trading-rules';
import { RUNNER_CONFIG } from '../runner-options';
import type { Signal } from '../signal/signal';
import { RouteExperience } from './route-experience';
import type { Ticket } from './ticket';
import { Leg, Trade } from './trade';

/** Something to do with a position that takes an order. */
export interface PositionWish {
  readonly trade: Trade;
  readonly purpose: 'exit' | 'reduce' | 'scale_in';
  /** Base units, not yet rounded to lots. */
  readonly qty: number;
  /** What the reward manager wants; `null` when the run ends. */
  readonly action: RewardAction | null;
  /** The position once its order is on its way. */
  readonly next: RewardPosition;
}

/** Hears of openings that were filled; the learning loop labels them. */
export type OnOpened = (ticket: Ticket, position: RewardPosition) => void;

/** The shadow account: positions, what the reward manager wants of them, and what each trade cost. */
@Injectable()
export class PositionKeeper {
  readonly account: ShadowAccount;
  readonly experience = new RouteExperience();
  private readonly rewards: RewardManager;
  private readonly trades = new Map<string, Trade>();
  private readonly listeners: OnOpened[] = [];
  private closed = 0;

  constructor(
    @Inject(RUNNER_CONFIG) private readonly config: AuroraConfig,
    rules: TradingRules,
    private readonly log: EventLog,
  ) {
    this.account = new ShadowAccount(config.runner.equityUsdt);
    this.rewards = new RewardManager(config.reward);
    rules.onSwitch(({ reward }) => this.rewards.configure(reward));
  }

  /** Trades that have come to their end. */
  get closedTrades(): number {
    return this.closed;
  }

  tradeOf(symbol: string): Trade | undefined {
    return this.trades.get(symbol);
  }

  onOpened(listener: OnOpened): void {
    this.listeners.push(listener);
  }

  /** Books a fill. */
  book({ order, lastQty: qty, lastPrice: price, fee: feeUsdt, atMs: nowMs }: OrderEvent): BookedFill {
    const { symbol, side, reduceOnly } = order;
    return this.account.applyFill({ symbol, side, qty, price, feeUsdt, nowMs, reduceOnly });
  }

  /** What the reward manager wants of the position of a symbol; stops are moved at once. */
  manage(market: SymbolMarket, { features, nowMs }: Signal): PositionWish | undefined {
    const trade = this.trades.get(market.symbol);
    if (trade === undefined) return undefined;
    const { bid, ask, mid } = quoteOf(market.book);
    this.observe(trade, mid, nowMs);
    const view = { bid, ask, atrBps: features.atrBps, feesBps: this.feesBps(trade) };
    const { action, position } = this.rewards.evaluate(trade.position, view, nowMs);
    if (action.kind === 'exit') return { trade, purpose: 'exit', qty: position.qty, action, next: position };
    if (action.kind === 'reduce' || action.kind === 'scale_in')
      return { trade, purpose: action.kind, qty: action.qty, action, next: position };
    trade.position = position;
    if (action.kind === 'move_stop') this.tell(action, trade);
    return undefined;
  }

  /** All of a position, whatever the reward manager thinks of it. */
  wishToClose(symbol: string): PositionWish | undefined {
    const trade = this.trades.get(symbol);
    return trade && { trade, purpose: 'exit', qty: trade.position.qty, action: null, next: trade.position };
  }

  /** The order of a wish is on its way. */
  underWay({ trade, action, next }: PositionWish): void {
    trade.position = next;
    if (action !== null) this.tell(action, trade);
  }

  /** Nothing came of an order, or it opened, changed or ended a position. */
  ended(ticket: Ticket): void {
    const { order } = ticket;
    const { filledQty } = ticket.end!;
    if (order.type === 'limit') this.experience.makerEnded(filledQty / order.qty);
    if (!(filledQty > 0)) return;
    if (order.purpose === 'open') this.open(ticket);
    else if (order.purpose === 'scale_in') this.trades.get(order.symbol)?.entries.push(new Leg(ticket));
    else this.trades.get(order.symbol)?.exits.push(new Leg(ticket));
    this.resize(order.symbol);
  }

  private open(ticket: Ticket): void {
    const { order, signal, end } = ticket;
    const position = openReward({
      symbol: order.symbol,
      side: order.side,
      qty: end!.filledQty,
      price: end!.avgPrice,
      nowMs: end!.atMs,
      stopBps: signal.stopBps!,
      targetBps: signal.targetBps!,
    });
    const trade = new Trade(order.clientOrderId, position);
    trade.entries.push(new Leg(ticket));
    this.trades.set(order.symbol, trade);
    for (const listener of this.listeners) listener(ticket, position);
  }

  private resize(symbol: string): void {
    const trade = this.trades.get(symbol);
    if (trade === undefined) return;
    const held = this.account.position(symbol);
    if (held === undefined) return this.finish(trade);
    trade.position = resizeReward(trade.position, { qty: Math.abs(held.qty), entryPrice: held.avgPrice! });
  }

  private finish(trade: Trade): void {
    this.trades.delete(trade.position.symbol);
    this.closed++;
    const executed = ({ ticket, midAfter }: Leg) => ticket.executed(midAfter);
    const costs = analyseRoundTrip(trade.entries.map(executed), trade.exits.map(executed));
    this.log.emit('TCA.ANALYSIS', tcaDetails(costs), fieldsOf(trade));
  }

  private observe(trade: Trade, mid: number, nowMs: number): void {
    for (const leg of trade.entries) {
      const driftBps = leg.observe(mid, nowMs);
      if (driftBps !== undefined && leg.ticket.order.type === 'limit') this.experience.makerDrifted(driftBps);
    }
  }

  /** Of entry as it was routed and of an exit at market. */
  private feesBps({ entries }: Trade): number {
    const { makerFeeBps, takerFeeBps } = this.config.broker;
    return (entries[0]!.ticket.order.type === 'limit' ? makerFeeBps : takerFeeBps) + takerFeeBps;
  }

  private tell(action: RewardAction, trade: Trade): void {
    const code = rewardEvent(action);
    if (code !== null) this.log.emit(code, rewardDetails(action, trade.position), fieldsOf(trade));
  }
}

function fieldsOf({ positionId, position, entries }: Trade): EventFields {
  const { decisionId } = entries[0]!.ticket.order;
  return {
    symbol: position.symbol,
    cid: positionId,
    side: position.side,
    positionId,
    ...(decisionId !== null && { decisionId }),
  };
}
