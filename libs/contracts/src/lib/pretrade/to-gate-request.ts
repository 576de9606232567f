import {
  canonicalSymbol,
  parseMode,
  parseSide,
  type DataQuality,
  type GateRequest,
  type MarketView,
  type OrderIntent,
} from '@aurora/kernel';
import type { PretradeCheckRequest, PretradeDataQuality, PretradeMarket, PretradeOrder } from './pretrade-request.dto';

const NO_TAGS: readonly string[] = [];
const NO_MARKET: PretradeMarket = {};

/**
 * The request as the guards read it: camelCase, every key present, `undefined` where the client gave nothing or null.
 * Zero and the empty text are values and never fall through to another field. Takes what
 * `parsePretradeRequest` accepted; throws a `RangeError` on a side that is neither buy nor sell.
 */
export function toGateRequest(request: PretradeCheckRequest): GateRequest {
  const account = request.account;
  const mode = account?.mode;
  return {
    tsMs: request.ts ?? undefined,
    reqId: request.req_id ?? undefined,
    mode: mode == null ? undefined : parseMode(mode),
    accountId: account?.account_id ?? undefined,
    subaccount: account?.subaccount ?? undefined,
    order: toOrderIntent(request.order),
    market: toMarketView(request.market ?? NO_MARKET),
    riskTags: request.risk_tags ?? NO_TAGS,
    feesBps: request.fees_bps ?? 0,
  };
}

function toOrderIntent(order: PretradeOrder): OrderIntent {
  const side = parseSide(order.side);
  if (side === undefined) throw new RangeError('order.side must be buy or sell');
  return {
    symbol: canonicalSymbol(order.symbol),
    side,
    qty: order.qty,
    price: order.price ?? undefined,
    notional: order.base_notional ?? order.notional ?? undefined,
    type: order.type ?? undefined,
    reduceOnly: order.reduce_only ?? false,
    clientOrderId: order.client_order_id ?? undefined,
  };
}

function toMarketView(market: PretradeMarket): MarketView {
  return {
    latencyMs: market.latency_ms ?? undefined,
    spreadBps: market.spread_bps ?? undefined,
    slipBpsEst: market.slip_bps_est ?? undefined,
    aBps: market.a_bps ?? undefined,
    bBps: market.b_bps ?? undefined,
    score: market.score ?? undefined,
    regime: market.mode_regime ?? undefined,
    trapCancelDeltas: market.trap_cancel_deltas ?? undefined,
    trapAddDeltas: market.trap_add_deltas ?? undefined,
    trapTradesCnt: market.trap_trades_cnt ?? undefined,
    obiSign: market.obi_sign ?? undefined,
    tfiSign: market.tfi_sign ?? undefined,
    sprtSamples: market.sprt_samples ?? undefined,
    pnlTodayPct: market.pnl_today_pct ?? undefined,
    openPositions: market.open_positions ?? undefined,
    volStdBps: market.vol_std_bps ?? undefined,
    cvarHist: toReturns(market.cvar_hist),
    dq: market.dq == null ? undefined : toDataQuality(market.dq),
    z: market.z ?? undefined,
    aci: market.aci ?? undefined,
  };
}

/** A single number is the CVaR itself, and so is the CVaR of that one return. */
const toReturns = (given: number | readonly number[] | null | undefined): readonly number[] | undefined =>
  given == null ? undefined : typeof given === 'number' ? [given] : given;

const toDataQuality = (dq: PretradeDataQuality): DataQuality => ({
  staleBook: dq.stale_book ?? false,
  crossedBook: dq.crossed_book ?? false,
  abnormalSpread: dq.abnormal_spread ?? false,
  cyclicSequence: dq.cyclic_sequence ?? false,
});
