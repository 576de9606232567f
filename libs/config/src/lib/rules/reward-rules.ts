import { parseTakeProfitLadder } from '@aurora/execution/config';
import { type CrossCheck } from '../load/view';

const LADDER = 'reward.tp_ladder';

/** What the pattern of one level cannot say: that levels rise, and that they close no more than there is. */
export const ladderCheck: CrossCheck = {
  reads: [LADDER],
  check: (view) => {
    try {
      parseTakeProfitLadder(view.get(LADDER) as readonly string[]);
      return [];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [{ path: LADDER, message: error.message }];
    }
  },
};
