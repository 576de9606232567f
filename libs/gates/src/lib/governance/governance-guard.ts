import { governanceConfig, reducingAllows, type GovernanceInput } from '@aurora/risk';
import { block, defineGuard, pass } from '../guard';
import type { GuardContext } from '../context';

/**
 * The last word, on what would otherwise be allowed: trading state, kill-switch, data quality, and the outer limits.
 * Exits meet the trading state and the kill-switch only.
 */
export const governanceGuard = defineGuard({
  id: 'governance',
  summary:
    'Last word: trading state, kill-switch (reject storm, stale or crossed book), data quality, and the outer limits of drawdown, CVaR, spread, latency, volatility and positions.',
  config: governanceConfig,
  reasons: {
    'TRADING.HALTED': { summary: 'An operator halted trading.' },
    'TRADING.REDUCING': { summary: 'An operator allows only orders that shrink a position; this one would not.' },
    'AURORA.HALT': { summary: 'The kill-switch is on: a storm of rejects, or a stale or crossed book.' },
    'DQ_EVENT.STALE_BOOK': { summary: 'The order book is stale.' },
    'DQ_EVENT.CROSSED_BOOK': { summary: 'The order book is crossed.' },
    'DQ_EVENT.ABNORMAL_SPREAD': { summary: 'The feed reports an abnormal spread.' },
    'RISK.DENY.DRAWDOWN': { summary: 'The loss of the day is beyond guards.daily_dd_limit_pct.' },
    'RISK.DENY.CVAR': { summary: 'The conditional value at risk of realised returns is beyond guards.cvar_limit.' },
    SPREAD_GUARD_TRIP: { summary: 'Quoted spread is above guards.spread_bps_limit.' },
    LATENCY_GUARD_TRIP: { summary: 'Latency is above guards.latency_ms_limit.' },
    VOLATILITY_GUARD_TRIP: { summary: 'Volatility is above guards.vol_guard_std_bps.' },
    'RISK.DENY.POS_LIMIT': { summary: 'As many positions are open as guards.max_concurrent_positions allows.' },
  },
  inputs: [],
  judges: 'all',
  bind: () => ({
    check: (context) => {
      const { state, nowMs, found, request } = context;
      if (state.tradingState === 'HALTED') return block('TRADING.HALTED');
      if (state.tradingState === 'REDUCING' && !reduces(context)) return block('TRADING.REDUCING');
      const verdict = request.order.reduceOnly
        ? state.governance.killSwitch(governanceInput(context), nowMs)
        : state.governance.approve(governanceInput(context), nowMs);
      found.governance = verdict.transition;
      for (const note of verdict.notes) found.notes.push(note);
      if (verdict.code === null) return pass();
      return block(verdict.code, verdict.value, verdict.limit, verdict.cooldownMs);
    },
  }),
});

function governanceInput({ request: { market }, state, nowMs }: GuardContext): GovernanceInput {
  return {
    recentStats: state.rejectStorm.stats(nowMs),
    dq: market.dq,
    pnlTodayPct: market.pnlTodayPct ?? state.dayPnl.pct(nowMs),
    returns: market.cvarHist ?? state.returns,
    spreadBps: market.spreadBps,
    latencyMs: market.latencyMs,
    volStdBps: market.volStdBps,
    openPositions: market.openPositions ?? state.positions.openCount(),
  };
}

/** A reduce-only order on a position the service never saw is taken at its word: the venue itself cannot let it grow. */
function reduces({ request: { order }, state }: GuardContext): boolean {
  const positionQty = state.positions.position(order.symbol)?.qty ?? 0;
  if (positionQty === 0) return order.reduceOnly;
  const inFlightReducingQty = state.ledger.inFlightReducingQty(order.symbol, order.side);
  return reducingAllows({ positionQty, inFlightReducingQty, side: order.side, qty: order.qty });
}
