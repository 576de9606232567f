import { sideSign } from '@aurora/kernel';
import type { RewardAction } from './reward-action';
import type { RewardPosition } from './reward-position';

/** Event codes of the reward manager. */
export type RewardEventCode = 'REWARD.TP' | 'REWARD.TRAIL' | 'REWARD.BREAKEVEN' | 'REWARD.TIMEOUT' | 'REWARD.MAX_R';

const OF_STOP = { initial: null, breakeven: 'REWARD.BREAKEVEN', trail: 'REWARD.TRAIL' } as const;
const OF_EXIT = {
  target: 'REWARD.TP',
  max_r: 'REWARD.MAX_R',
  timeout: 'REWARD.TIMEOUT',
  no_progress: 'REWARD.TIMEOUT',
} as const;

/**
 * The event of an action: target and ladder `REWARD.TP`; time and lack of progress `REWARD.TIMEOUT`; a stop that is moved
 * or hit the one of its kind. `null` for what has none: the first stop (its order and its costs tell), scale-in, hold.
 */
export function rewardEvent(action: RewardAction): RewardEventCode | null {
  switch (action.kind) {
    case 'exit':
      return action.reason === 'stop' ? OF_STOP[action.stopKind ?? 'initial'] : OF_EXIT[action.reason];
    case 'reduce':
      return 'REWARD.TP';
    case 'move_stop':
      return OF_STOP[action.why];
    default:
      return null;
  }
}

/** Details of the event of an action, with the position as it came back with it. */
export const rewardDetails = (action: RewardAction, position: RewardPosition) => ({
  action: action.kind,
  reason: action.kind === 'exit' ? action.reason : action.kind === 'move_stop' ? action.why : null,
  stop_kind: position.stopKind,
  stop_price: position.stopPrice,
  target_price: position.targetPrice,
  entry_price: position.entryPrice,
  best_price: position.bestPrice,
  best_r: (sideSign(position.side) * (position.bestPrice - position.entryPrice)) / position.riskPrice,
  held_qty: position.qty,
  ...(action.kind === 'reduce' ? { level: action.level, fraction: action.qtyFraction, reduce_qty: action.qty } : {}),
});
