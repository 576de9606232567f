import type { RiskSnapshotAnswer } from '@aurora/contracts';
import { paint } from '../cli/answer';
import { plainTable } from '../cli/plain-table';

/** Limits, and what is booked against them. */
export function riskText(risk: RiskSnapshotAnswer): string {
  const { dd_day_pct: cap, pnl_today_pct: pct, pnl_today_usdt: usdt } = risk;
  const booked = [pct === null ? null : `${pct.toFixed(2)} %`, usdt === null ? null : `${usdt.toFixed(2)} USDT`];
  return plainTable([
    ['profit and loss today', booked.filter((part) => part !== null).join(', ') || 'nothing booked'],
    ['daily loss cap', `${cap} % of equity`],
    ['open positions', `${risk.open_positions} of ${risk.max_concurrent}`],
    ['exposure', `${risk.exposure_usdt.toFixed(2)} USDT`],
    ['size scale', risk.size_scale === 0 ? paint.red('0, no opening passes') : String(risk.size_scale)],
  ]);
}

const LIMITS = ['dd_day_pct', 'max_concurrent', 'size_scale'] as const;

/** Which limits are others than before. */
export function riskChangesText(before: RiskSnapshotAnswer, after: RiskSnapshotAnswer): string {
  const changed = LIMITS.filter((key) => before[key] !== after[key]);
  if (changed.length === 0) return 'Nothing changed: the limits were these already.';
  return changed.map((key) => `${key}: ${before[key]} → ${after[key]}`).join('\n');
}
