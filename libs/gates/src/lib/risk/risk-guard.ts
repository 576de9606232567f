import { configSlice } from '@aurora/kernel';
import { dailyDdLimitPct, riskConfig } from '@aurora/risk';
import { baseNotional } from './base-notional';
import { block, defineGuard, pass } from '../guard';

const { dd_day_pct, max_concurrent, size_scale, equity_usdt } = riskConfig.risk;

/**
 * Denies an opening beyond the day's drawdown, the number of open positions, or with nothing left after scaling.
 * Where the request does not say PnL or positions, what the service has booked itself stands in.
 */
export const riskGuard = defineGuard({
  id: 'risk',
  summary:
    'Denies an opening at or beyond risk.dd_day_pct (percent of equity) or risk.max_concurrent, or when risk.size_scale leaves nothing.',
  config: configSlice({
    risk: { dd_day_pct, max_concurrent, size_scale, equity_usdt },
    guards: { daily_dd_limit_pct: dailyDdLimitPct },
  }),
  reasons: {
    risk_size_scale_zero: { summary: 'risk.size_scale is 0.' },
    risk_dd_day_cap: { summary: 'The loss of the day has reached risk.dd_day_pct.' },
    risk_max_concurrent: { summary: 'As many positions are open as risk.max_concurrent allows.' },
    risk_notional_too_small: { summary: 'Nothing is left of the notional after scaling.' },
  },
  inputs: [],
  judges: 'openings',
  bind: () => ({
    check: ({ request: { order, market }, state, nowMs, found }) => {
      const { limits } = state.risk;
      const notional = baseNotional(order);
      const pnlTodayPct = market.pnlTodayPct ?? state.dayPnl.pct(nowMs);
      const openPositions = market.openPositions ?? state.positions.openCount();
      const risk = state.risk.assess({ baseNotional: notional, pnlTodayPct, openPositions });
      found.riskScale = limits.sizeScale;
      found.risk = {
        baseNotional: notional,
        scaledNotional: risk.scaledNotional,
        pnlTodayPct,
        openPositions,
        ddDayPct: limits.ddDayPct,
        maxConcurrent: limits.maxConcurrent,
        sizeScale: limits.sizeScale,
      };
      return risk.reason === null ? pass(risk.value, risk.limit) : block(risk.reason, risk.value, risk.limit);
    },
  }),
});
