import type { PretradeCheckRequest } from '@aurora/contracts';
import { sideSign, type Bps } from '@aurora/kernel';
import type { TrapWindow } from '@aurora/market';
import type { WantedOrder } from '../orders/wanted-order';
import type { Signal } from '../signal/signal';

/** The account as the runner keeps it. */
export interface AccountView {
  readonly openPositions: number;
  readonly pnlTodayPct: number;
}

/**
 * The question to the gate. `score` and `sprt_samples` are in the order's direction: positive speaks for it, whichever
 * side it is.
 */
export function pretradeRequest(
  order: WantedOrder,
  signal: Signal,
  trap: TrapWindow,
  account: AccountView,
  feesBps: Bps,
): PretradeCheckRequest {
  const { features, quality } = signal;
  const sign = sideSign(order.side);
  const { cancelDeltas, addDeltas, tradesCount } = trap.read(signal.nowMs);
  return {
    ts: Math.floor(signal.nowMs),
    // One question an order: its id makes the question safe to repeat.
    req_id: order.clientOrderId,
    account: { mode: 'shadow' },
    order: {
      symbol: order.symbol,
      side: order.side,
      qty: order.qty,
      base_notional: order.qty * features.mid,
      type: order.type,
      ...(order.price !== undefined && { price: order.price }),
      reduce_only: order.reduceOnly,
      client_order_id: order.clientOrderId,
    },
    market: {
      latency_ms: signal.latencyMs,
      spread_bps: Math.max(0, features.spreadBps),
      slip_bps_est: order.slipBps,
      ...(signal.stopBps !== undefined && { a_bps: signal.stopBps }),
      ...(signal.targetBps !== undefined && { b_bps: signal.targetBps }),
      score: sign * signal.score,
      trap_cancel_deltas: cancelDeltas,
      trap_add_deltas: addDeltas,
      trap_trades_cnt: tradesCount,
      obi_sign: Math.sign(features.obi),
      tfi_sign: Math.sign(features.tfi),
      ...(signal.standardReturns.length > 0 && { sprt_samples: signal.standardReturns.map((x) => sign * x) }),
      pnl_today_pct: account.pnlTodayPct,
      open_positions: account.openPositions,
      vol_std_bps: features.volStdBps,
      dq: {
        stale_book: quality.staleBook,
        crossed_book: quality.crossedBook,
        abnormal_spread: quality.abnormalSpread,
        cyclic_sequence: quality.cyclicSequence,
      },
    },
    fees_bps: feesBps,
  };
}
