import { fractionToBps, floorToStep, oppositeSide, sideSign, type Side } from '@aurora/kernel';
import { ticksToPrice, walkPrice, type SymbolMarket } from '@aurora/market';
import type { WantedOrder } from '../policy/pretrade-request';
import type { Signal } from '../signal/signal';
import type { ShadowPosition } from './shadow-book';

/** Average price a market order gets from the book now; NaN when the book is too thin. */
export const executionPrice = (market: SymbolMarket, side: Side, qty: number): number =>
  walkPrice(market.book.side(oppositeSide(side)), qty);

/** An order priced by the book; `undefined` when it comes to no lot or the book is too thin for it. */
function priced(
  market: SymbolMarket,
  signal: Signal,
  order: Omit<WantedOrder, 'slipBps' | 'symbol'>,
): WantedOrder | undefined {
  if (!(order.qty > 0)) return undefined;
  const { mid } = signal.features;
  const away = sideSign(order.side) * (executionPrice(market, order.side, order.qty) - mid);
  if (Number.isNaN(away)) return undefined;
  // A crossed or lagging book can offer better than mid; that is no negative cost to count on.
  return { ...order, symbol: signal.symbol, slipBps: Math.max(0, fractionToBps(away / mid)) };
}

/** The opening a signal asks for. */
export function wantedOpening(
  market: SymbolMarket,
  signal: Signal,
  { notionalUsdt, lotStep }: { notionalUsdt: number; lotStep: string },
  clientOrderId: string,
): WantedOrder | undefined {
  const qty = floorToStep(notionalUsdt / signal.features.mid, lotStep).toNumber();
  return priced(market, signal, { side: signal.side, qty, reduceOnly: false, clientOrderId });
}

/** The order that closes a position. */
export const wantedExit = (
  market: SymbolMarket,
  signal: Signal,
  position: ShadowPosition,
  clientOrderId: string,
): WantedOrder | undefined =>
  priced(market, signal, { side: oppositeSide(position.side), qty: position.qty, reduceOnly: true, clientOrderId });

/** Why a position should be closed now; `undefined` when it should not. The best opposite quote is what counts. */
export function exitReason(
  position: ShadowPosition,
  signal: Signal,
  market: SymbolMarket,
  { holdMs, minScore }: { holdMs: number; minScore: number },
): 'hold_time' | 'stop' | 'target' | 'opposite_score' | undefined {
  const sign = sideSign(position.side);
  const price = ticksToPrice(market.book.side(position.side).ticksAt(0));
  if (sign * (price - position.stopPrice) <= 0) return 'stop';
  if (sign * (price - position.targetPrice) >= 0) return 'target';
  if (signal.nowMs - position.openedMs >= holdMs) return 'hold_time';
  if (sign * signal.score <= -minScore) return 'opposite_score';
  return undefined;
}
