import { rewardDetails, rewardEvent } from './reward-event';
import type { RewardAction } from './reward-action';
import { openReward } from './reward-position';

const exit = (reason: string, stopKind: string | null = null) => ({ kind: 'exit', reason, stopKind }) as RewardAction;

it.each<[RewardAction, string | null]>([
  [exit('target'), 'REWARD.TP'],
  [exit('max_r'), 'REWARD.MAX_R'],
  [exit('timeout'), 'REWARD.TIMEOUT'],
  [exit('no_progress'), 'REWARD.TIMEOUT'],
  [exit('stop', 'initial'), null],
  [exit('stop', 'breakeven'), 'REWARD.BREAKEVEN'],
  [exit('stop', 'trail'), 'REWARD.TRAIL'],
  [{ kind: 'reduce', level: 1, qtyFraction: 0.5, qty: 1 }, 'REWARD.TP'],
  [{ kind: 'move_stop', why: 'breakeven', stopPrice: 1 }, 'REWARD.BREAKEVEN'],
  [{ kind: 'move_stop', why: 'trail', stopPrice: 1 }, 'REWARD.TRAIL'],
  [{ kind: 'scale_in', count: 1, qtyFraction: 0.5, qty: 1 }, null],
  [{ kind: 'hold' }, null],
])('%p is %p', (action, code) => {
  expect(rewardEvent(action)).toBe(code);
});

describe('rewardDetails', () => {
  const short = openReward({
    symbol: 'BTCUSDT',
    side: 'sell',
    qty: 2,
    price: 100,
    nowMs: 0,
    stopBps: 10,
    targetBps: null,
  });
  const position = { ...short, bestPrice: 99.95 };
  const common = {
    stop_kind: 'initial',
    stop_price: 100.1,
    target_price: null,
    entry_price: 100,
    best_price: 99.95,
    best_r: expect.closeTo(0.5, 9),
    held_qty: 2,
  };

  it.each<[RewardAction, object]>([
    [exit('no_progress'), { action: 'exit', reason: 'no_progress' }],
    [
      { kind: 'move_stop', why: 'trail', stopPrice: 1 },
      { action: 'move_stop', reason: 'trail' },
    ],
    [
      { kind: 'reduce', level: 2, qtyFraction: 0.25, qty: 0.5 },
      { action: 'reduce', reason: null, level: 2, fraction: 0.25, reduce_qty: 0.5 },
    ],
  ])('of %p', (action, own) => {
    expect(rewardDetails(action, position)).toEqual({ ...common, ...own });
  });
});
