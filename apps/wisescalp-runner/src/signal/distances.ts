import type { Bps } from '@aurora/kernel';

/**
 * Stop and target of a position held for `holdMs`.
 *
 * The stop is one standard deviation of the move over that time, one-second volatility × √seconds (a random walk), but
 * never nearer than what a single bar and the spread cover anyway (average true range + spread): a stop inside the noise is
 * hit by noise. The target is `rewardRisk` times as far.
 * @returns undefined while nothing moves, for there is no distance then.
 */
export function stopAndTarget(
  market: { readonly volStdBps: Bps; readonly atrBps: Bps; readonly spreadBps: Bps },
  holdMs: number,
  rewardRisk: number,
): { aBps: Bps; bBps: Bps } | undefined {
  const move = market.volStdBps * Math.sqrt(holdMs / 1000);
  const aBps = Math.max(move, market.atrBps + Math.max(0, market.spreadBps));
  return aBps > 0 && Number.isFinite(aBps) ? { aBps, bBps: rewardRisk * aBps } : undefined;
}
