import { configSlice, int, sideSign, type Ms, type Side } from '@aurora/kernel';
import type { Position } from '@aurora/risk';
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

/**
 * Denies an opening right after a close, right after another opening, or against an open position of the same symbol.
 * Exactly when the time (ms) has passed it is allowed. Who decides notes what was allowed and closed in `AntiChurnState`.
 */
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
    check: ({ request: { order }, state: { antiChurn, positions }, nowMs }) =>
      waiting('cooldown_after_close_active', antiChurn.lastCloseMs(order.symbol), cooldownAfterCloseMs, nowMs) ??
      waiting('open_rate_limit', antiChurn.lastAllowMs(order.symbol), minOpenIntervalMs, nowMs) ??
      opposing(positions.position(order.symbol), order.side, minPositionHoldMs, nowMs) ??
      pass(),
  }),
});

/** Blocks while less than `waitMs` has passed. A wait of 0 is off, even when the clock steps back. */
function waiting<Reason extends string>(reason: Reason, sinceMs: Ms | undefined, waitMs: Ms, nowMs: Ms) {
  if (sinceMs === undefined || waitMs === 0) return null;
  const passedMs = nowMs - sinceMs;
  return passedMs < waitMs ? block(reason, passedMs, waitMs, waitMs - passedMs) : null;
}

function opposing(position: Position | undefined, side: Side, minHoldMs: Ms, nowMs: Ms) {
  if (position === undefined || Math.sign(position.qty) === sideSign(side)) return null;
  return (
    waiting('position_min_hold_active', position.openedAtMs, minHoldMs, nowMs) ??
    block('opposite_side_block', nowMs - position.openedAtMs, minHoldMs)
  );
}
