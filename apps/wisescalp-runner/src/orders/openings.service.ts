import type { AuroraConfig } from '@aurora/config';
import type { EventFields } from '@aurora/events';
import {
  netRewardDetails,
  parentGateDetails,
  roundPrice,
  routeDetails,
  routeOrder,
  sizeOrder,
  type OrderSize,
  type RouteDecision,
  type VenueFilters,
} from '@aurora/execution';
import type { SymbolMarket } from '@aurora/market';
import { Inject, Injectable } from '@nestjs/common';
import { EventLog } from '../events/event-log.service';
import { bookState } from '../market/book-state';
import { quoteOf } from '../market/quote';
import { RunnerMetrics } from '../metrics/metrics';
import { DecisionCounts } from '../report/decision-counts';
import { TradingRules } from '../rules/trading-rules';
import { RUNNER_CONFIG } from '../runner-options';
import type { Signal } from '../signal/signal';
import { OrderDesk } from './order-desk.service';
import { ParentWatch } from './parent-watch.service';
import { PositionKeeper } from './position-keeper.service';
import { VENUE_FILTERS } from './venue-filters';
import { marketSlipBps, type WantedOrder } from './wanted-order';

/**
 * Turns a signal into the opening that is worth asking for: model, size, route and expected net reward, parent gate. Each
 * stage that was reached stands in the log under the client order id, also of an order that came to nothing.
 */
@Injectable()
export class Openings {
  constructor(
    @Inject(RUNNER_CONFIG) private readonly config: AuroraConfig,
    private readonly rules: TradingRules,
    @Inject(VENUE_FILTERS) private readonly filters: ReadonlyMap<string, VenueFilters>,
    private readonly log: EventLog,
    private readonly parent: ParentWatch,
    private readonly positions: PositionKeeper,
    private readonly desk: OrderDesk,
    private readonly counts: DecisionCounts,
    private readonly metrics: RunnerMetrics,
  ) {}

  /** @param signal with stop and target. */
  want(market: SymbolMarket, signal: Signal, cid: string): WantedOrder | undefined {
    const { symbol, side, score, p, model, nowMs } = signal;
    const about: EventFields = { symbol, cid, side };
    this.log.emit('MODEL.CALIBRATION', { score, p_cal: p, model, ...bookState(market, nowMs) }, about);
    const size = this.size(signal);
    const routed = this.route(market, signal, size);
    const { verdict } = routed[routed.route];
    this.log.emit('EXPECTED_NET_REWARD_GATE', netRewardDetails(verdict, routed.route), about);
    this.counts.reward[verdict.allow ? 'allow' : 'deny']++;
    if (!verdict.allow) this.metrics.rewardBlocked.inc();
    const isFollowed = verdict.allow && this.passesParent(signal, about);
    if (!isFollowed) return undefined;
    this.log.emit('EXEC.DECISION', { ...routeDetails(routed), purpose: 'open', ...sizeDetails(size) }, about);
    if (!routed.allow || size.reason !== null) return undefined;
    return this.order(market, signal, cid, size, routed);
  }

  private size({ symbol, p, features, stopBps, targetBps }: Signal): OrderSize {
    const { minNotional, marketStepSize } = this.filters.get(symbol)!;
    const { account } = this.positions;
    return sizeOrder(
      {
        p,
        rewardRisk: targetBps! / stopBps!,
        equityUsdt: account.equityUsdt,
        openNotionalUsdt: account.openNotionalUsdt + this.desk.openingNotionalUsdt,
        price: features.mid,
        lotStep: marketStepSize,
        venueMinNotionalUsdt: minNotional.toNumber(),
      },
      this.rules.current.sizing,
    );
  }

  /** Fees are those of entry and exit, for the edge is that of the whole trade; every exit takes. */
  private route(market: SymbolMarket, signal: Signal, size: OrderSize): RouteDecision {
    const { features, side, p, latencyMs } = signal;
    const { makerFeeBps, takerFeeBps, orderLatencyMs } = this.config.broker;
    const { experience } = this.positions;
    const { spreadBps } = features;
    const qty = size.qty.toNumber();
    const beyondTouch = qty > 0 ? Math.max(0, marketSlipBps(market, side, qty, features.mid) - spreadBps / 2) : 0;
    return routeOrder(
      {
        p,
        aBps: signal.stopBps!,
        bBps: signal.targetBps!,
        spreadBps,
        latencyMs: latencyMs + orderLatencyMs,
        maker: {
          feeBps: makerFeeBps + takerFeeBps,
          slipBps: experience.makerSlipBps(spreadBps),
          fillProbability: experience.makerFillProbability,
        },
        taker: { feeBps: 2 * takerFeeBps, slipBps: beyondTouch, fillProbability: 1 },
      },
      this.rules.current,
    );
  }

  private passesParent(signal: Signal, about: EventFields): boolean {
    const verdict = this.parent.judge(signal);
    if (verdict === undefined) return true;
    const allowed = verdict.outcome === 'allow';
    this.counts.parent[verdict.outcome]++;
    (allowed ? this.metrics.parentAllowed : this.metrics.parentDenied).inc();
    this.log.emit('PARENT_GATE.EVAL', parentGateDetails(verdict), about);
    return allowed;
  }

  private order(
    market: SymbolMarket,
    { symbol, side, features }: Signal,
    cid: string,
    size: OrderSize,
    { route }: RouteDecision,
  ): WantedOrder {
    const qty = size.qty.toNumber();
    const about = { symbol, side, qty, reduceOnly: false, clientOrderId: cid, purpose: 'open' } as const;
    if (route === 'taker') return { ...about, type: 'market', slipBps: marketSlipBps(market, side, qty, features.mid) };
    const { bid, ask } = quoteOf(market.book);
    const price = roundPrice(side === 'buy' ? bid : ask, this.filters.get(symbol)!, side);
    return { ...about, type: 'limit', price, slipBps: this.positions.experience.makerSlipBps(features.spreadBps) };
  }
}

const sizeDetails = ({ qty, notionalUsdt, reason, limitedBy, kellyFraction }: OrderSize) => ({
  qty: qty.toNumber(),
  notional_usdt: notionalUsdt,
  size_reason: reason,
  size_limited_by: limitedBy,
  kelly_fraction: kellyFraction,
});
