import { configSlice, num, type ConfigOf } from '@aurora/kernel';
import { rewardManagerKeys } from '../reward-manager/reward-manager-config';

/** Configuration of the expected-net-reward gate and of the reward manager. */
export const rewardConfig = configSlice({
  reward: {
    expected_net_reward_threshold_bps: num({
      description:
        'Least expected reward after all costs at which an order may go, in bps; exactly at the limit passes.',
      default: 0,
      minimum: -10_000,
      maximum: 10_000,
    }),
    ...rewardManagerKeys,
  },
});

export type RewardConfig = ConfigOf<typeof rewardConfig>['reward'];
