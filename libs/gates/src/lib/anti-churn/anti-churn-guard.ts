import { configSlice, int } from '@aurora/kernel';
import { block, defineGuard, pass } from '../guard';

const wait = (description: string, env: string) =>
  int({ description, default: 0, minimum: 0, maximum: 86_400_000, env: [env] });

export const antiChurnConfig = configSlice({
  aurora: {
    cooldown_after_close_ms: wait(
      'How long after a close a symbol may not be opened again, in ms; 0 is off.',
      'AURORA_COOLDOWN_AFTER_CLOSE_MS',
    ),
    min_open_interval_ms: wait(
      'Least time between two allowed openings of a symbol, in ms; 0 is off.',
      'AURORA_MIN_OPEN_INTERVAL_MS',
    ),
    min_position_hold_ms: wait(
      'How long a position must have been open before an order of the other side is refused as opposite rather than as too early, in ms.',
      'AURORA_MIN_POSITION_HOLD_MS',
    ),
  },
});

/** Denies an opening right after a close, right after another opening, or against an open position of the same symbol. */
export const antiChurnGuard = defineGuard({
  id: 'anti_churn',
  summary:
    'Denies an opening too soon after a close or another opening of the symbol (ms), or against an open position; exactly when the time has passed it is allowed.',
  config: antiChurnConfig,
  reasons: {
    cooldown_after_close_active: { summary: 'The symbol was closed less than aurora.cooldown_after_close_ms ago.' },
    open_rate_limit: { summary: 'The last allowed opening of the symbol is younger than aurora.min_open_interval_ms.' },
    position_min_hold_active: { summary: 'The order is against a position younger than aurora.min_position_hold_ms.' },
    opposite_side_block: { summary: 'The order is against an open position; close it with a reduce-only order first.' },
  },
  inputs: [],
  judges: 'openings',
  bind: ({ aurora: { cooldownAfterCloseMs, minOpenIntervalMs, minPositionHoldMs } }) => ({
    check: ({ request: { order }, state, nowMs }) => {
      const sinceClose = nowMs - (state.antiChurn.lastCloseMs(order.symbol) ?? -Infinity);
      if (sinceClose < cooldownAfterCloseMs) {
        return block(
          'cooldown_after_close_active',
          sinceClose,
          cooldownAfterCloseMs,
          cooldownAfterCloseMs - sinceClose,
        );
      }
      const sinceAllow = nowMs - (state.antiChurn.lastAllowMs(order.symbol) ?? -Infinity);
      if (sinceAllow < minOpenIntervalMs) {
        return block('open_rate_limit', sinceAllow, minOpenIntervalMs, minOpenIntervalMs - sinceAllow);
      }
      const position = state.positions.position(order.symbol);
      if (position === undefined || position.qty === 0 || position.qty > 0 === (order.side === 'buy')) return pass();
      const held = nowMs - position.openedAtMs;
      return held < minPositionHoldMs
        ? block('position_min_hold_active', held, minPositionHoldMs, minPositionHoldMs - held)
        : block('opposite_side_block', held, minPositionHoldMs);
    },
  }),
});
