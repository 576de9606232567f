import type { Pct, Quote } from '@aurora/kernel';
import type { RiskLimits } from './risk-limits';

export type RiskBlock = 'risk_size_scale_zero' | 'risk_dd_day_cap' | 'risk_max_concurrent' | 'risk_notional_too_small';

export interface RiskInput {
  /** Value of the order before scaling. */
  readonly baseNotional: Quote;
  /** `null` or absent: drawdown is not judged. */
  readonly pnlTodayPct?: Pct | null | undefined;
  /** `null` or absent: positions are not judged. */
  readonly openPositions?: number | null | undefined;
}

export interface RiskAssessment {
  readonly allow: boolean;
  readonly reason: RiskBlock | null;
  readonly scaledNotional: Quote;
  /** The numbers compared, `null` when it allows. */
  readonly value: number | null;
  readonly limit: number | null;
}

/**
 * Denies, in this order: a size scale of 0, a loss of the day at or beyond the cap, as many open positions as allowed,
 * a positive notional of which scaling leaves nothing. NaN never passes.
 */
export function assessRisk(
  { baseNotional, pnlTodayPct, openPositions }: RiskInput,
  limits: RiskLimits,
): RiskAssessment {
  const { ddDayPct, maxConcurrent, sizeScale } = limits;
  // Adding 0 turns −0, which is no amount, into 0.
  const scaledNotional = baseNotional * sizeScale + 0;
  const deny = (reason: RiskBlock, value: number, limit: number): RiskAssessment => ({
    allow: false,
    reason,
    scaledNotional,
    value,
    limit,
  });
  if (!(sizeScale > 0)) return deny('risk_size_scale_zero', sizeScale, 0);
  if (pnlTodayPct != null && !(-pnlTodayPct < ddDayPct)) return deny('risk_dd_day_cap', 0 - pnlTodayPct, ddDayPct);
  if (openPositions != null && !(openPositions < maxConcurrent))
    return deny('risk_max_concurrent', openPositions, maxConcurrent);
  if (!(baseNotional <= 0) && !(scaledNotional > 0)) return deny('risk_notional_too_small', scaledNotional, 0);
  return { allow: true, reason: null, scaledNotional, value: null, limit: null };
}
