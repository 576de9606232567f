import type { WatchedTrade } from '@aurora/calibration';
import type { RewardPosition } from '@aurora/execution';
import type { Ms } from '@aurora/kernel';
import type { Ticket } from '../orders/ticket';

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
