import { type GateState } from '@aurora/gates';
import { type Ms } from '@aurora/kernel';
import { type RiskLimits } from '@aurora/risk';

/** Risk limits in force and what was booked against them. */
export interface RiskView extends RiskLimits {
  readonly pnlTodayPct: number;
  readonly pnlTodayUsdt: number;
  readonly openPositions: number;
  readonly exposureUsdt: number;
}

/** Reservations whose time is over are let go first. */
export function riskView({ risk, ledger, dayPnl, positions }: GateState, nowMs: Ms): RiskView {
  ledger.expire(nowMs);
  return {
    ...risk.limits,
    pnlTodayPct: dayPnl.pct(nowMs),
    pnlTodayUsdt: dayPnl.usdt(nowMs),
    openPositions: positions.openCount(),
    exposureUsdt: positions.totalNotional() + ledger.totalReserved(),
  };
}
