import type { WatchedTrade } from '@aurora/calibration';
import type { RewardPosition } from '@aurora/execution';
import { bpsToFraction, sideSign, type Ms } from '@aurora/kernel';
import type { Quote } from '../market/quote';
import type { Ticket } from '../orders/ticket';
import type { Signal } from '../signal/signal';

/**
 * What to watch of an opening that was filled: the barriers of its position as it began, whatever the reward manager makes
 * of them later, and the score in the direction of the order.
 * @param model that gave the signal's probability, name@version. @param ttlMs from the fill on.
 * @returns `null` for a position without a target: it has no outcome.
 */
export function watchedTrade(
  { order, signal }: Pick<Ticket, 'order' | 'signal'>,
  position: RewardPosition,
  model: string,
  ttlMs: Ms,
): WatchedTrade | null {
  const { symbol, side, entryPrice, stopPrice, targetPrice, openedMs } = position;
  if (targetPrice === null) return null;
  const { decisionId } = order;
  return {
    cid: order.clientOrderId,
    ...(decisionId !== null && { decisionId }),
    traded: true,
    symbol,
    side,
    score: side === signal.side ? Math.abs(signal.score) : -Math.abs(signal.score),
    p: signal.p,
    model,
    entryPrice,
    targetPrice,
    stopPrice,
    openedMs,
    ttlMs,
  };
}

/**
 * What to watch of an opening that came to nothing: as if it had been filled at the touch when the signal was made.
 * @param ttlMs from the signal on. @returns `null` while there is no touch, stop or target.
 */
export function declinedTrade(signal: Signal, { bid, ask }: Quote, cid: string, ttlMs: Ms): WatchedTrade | null {
  const { symbol, side, score, p, model, nowMs, stopBps, targetBps } = signal;
  const entryPrice = side === 'buy' ? ask : bid;
  if (!(bid > 0 && bid < ask) || stopBps === undefined || targetBps === undefined) return null;
  const sign = sideSign(side);
  return {
    cid,
    traded: false,
    symbol,
    side,
    score: Math.abs(score),
    p,
    model,
    entryPrice,
    targetPrice: entryPrice * (1 + sign * bpsToFraction(targetBps)),
    stopPrice: entryPrice * (1 - sign * bpsToFraction(stopBps)),
    openedMs: nowMs,
    ttlMs,
  };
}
