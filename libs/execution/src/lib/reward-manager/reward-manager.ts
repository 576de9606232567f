import { sideSign, type Ms } from '@aurora/kernel';
import type { RewardConfig } from '../expected-net-reward/reward-config';
import type { RewardAction, RewardView } from './reward-action';
import type { RewardPosition } from './reward-position';
import { firstRule, outOfTime } from './reward-rules';
import { parseTakeProfitLadder, type TakeProfitLevel } from './take-profit-ladder';

const HOLD: RewardAction = { kind: 'hold' };

/** An action, and the position as it is once that action is under way. */
export interface RewardStep {
  readonly action: RewardAction;
  readonly position: RewardPosition;
}

/**
 * Says what to do with an open position. In order, the first that applies: stop, target, max-R exit, time exit,
 * no-progress exit, take-profit ladder, stop to breakeven, trailing stop, scale-in. Prices are those at which the position
 * could be closed: bid for a long one, ask for a short one. A stop never loosens, a ladder level is taken once.
 *
 * The caller keeps the position that comes back, calls `resizeReward` after each fill, and asks again once the order of
 * the last action has ended.
 */
export class RewardManager {
  private ladder: readonly TakeProfitLevel[];

  /** @throws RangeError on a ladder that cannot be, see `parseTakeProfitLadder`. */
  constructor(private config: RewardConfig) {
    this.ladder = parseTakeProfitLadder(config.tpLadder);
  }

  /** Takes new rules into force for every position, also those that are open. @throws RangeError as the constructor does; then the rules before stay. */
  configure(config: RewardConfig): void {
    this.ladder = parseTakeProfitLadder(config.tpLadder);
    this.config = config;
  }

  /**
   * Judges a position at a moment. With a missing, crossed or impossible quote nothing but time is judged; a time that is
   * no number closes.
   */
  evaluate(position: RewardPosition, view: RewardView, nowMs: Ms): RewardStep {
    const { config, ladder } = this;
    if (!(view.bid > 0 && view.ask >= view.bid && view.ask < Infinity))
      return { action: outOfTime({ position, config, nowMs }) ?? HOLD, position };
    const sign = sideSign(position.side);
    const mark = sign > 0 ? view.bid : view.ask;
    const bestPrice = sign * (mark - position.bestPrice) > 0 ? mark : position.bestPrice;
    const seen = bestPrice === position.bestPrice ? position : { ...position, bestPrice };
    const action = firstRule({ position: seen, config, ladder, view, nowMs, sign, mark }) ?? HOLD;
    return { action, position: after(seen, action) };
  }
}

function after(position: RewardPosition, action: RewardAction): RewardPosition {
  switch (action.kind) {
    case 'reduce':
      return { ...position, levelsTaken: action.level };
    case 'move_stop':
      return { ...position, stopPrice: action.stopPrice, stopKind: action.why };
    case 'scale_in':
      return { ...position, scaleIns: action.count };
    default:
      return position;
  }
}
