import { configSlice, flag, int, num, type MarketView } from '@aurora/kernel';
import { block, defineGuard, pass, SKIP } from '../guard';

export const trapConfig = configSlice({
  guards: {
    trap_guard_enabled: flag({
      description: 'Whether TRAP may block. When off it is still computed and reported.',
      default: true,
      env: ['TRAP_GUARD'],
    }),
  },
  trap: {
    z_threshold: num({
      description:
        'z of the cancel pressure at which an opening is blocked; exactly at the threshold blocks. z is clipped to ±4.',
      default: 1.64,
      minimum: -4,
      maximum: 100,
      env: ['AURORA_TRAP_Z_THRESHOLD'],
    }),
    cancel_pctl: num({
      description:
        'Percentile (0..100) of the cancel history from which opposed book and trade imbalance block; exactly at it blocks.',
      default: 90,
      minimum: 0,
      maximum: 100,
      env: ['AURORA_TRAP_CANCEL_PCTL'],
    }),
    score_threshold: num({
      description: 'Composite score (0..1) above which an opening is blocked; exactly at the threshold passes.',
      default: 0.8,
      minimum: 0,
      maximum: 1,
      env: ['AURORA_TRAP_THRESHOLD'],
    }),
    window_s: num({
      description: 'Length in seconds of the window the cancel and add deltas of a request cover.',
      default: 2,
      minimum: 0.001,
      maximum: 3600,
      env: ['AURORA_TRAP_WINDOW_S'],
    }),
    levels: int({
      description: 'Book levels per side whose changes clients put into the deltas.',
      default: 5,
      minimum: 1,
      maximum: 1000,
      env: ['AURORA_TRAP_LEVELS'],
    }),
    min_history: int({
      description: 'Samples of a symbol before its z may block; 0 lets z block from the first request on.',
      default: 0,
      minimum: 0,
      maximum: 240,
    }),
    scale_floor_rel: num({
      description:
        'Least scale of z as a fraction of the median, so that a nearly constant history does not turn noise into |z| = 4.',
      default: 0,
      minimum: 0,
      maximum: 1,
    }),
  },
});

const scoreNote = (score: number, threshold: number) => `trap_guard_score:${score.toFixed(2)}>${threshold.toFixed(2)}`;

/**
 * Denies an opening into a book whose walls are pulled faster than they are replaced (fake walls). Judges only a request
 * that brings cancels, adds and trades together, and says so when only some of them came; one history per symbol, which also requests feed that another guard blocks.
 */
export const trapGuard = defineGuard({
  id: 'trap',
  summary:
    'Denies an opening when walls near the best quotes are cancelled faster than they come back: by composite score, by z, or by cancels against opposed imbalances.',
  config: trapConfig,
  reasons: {
    trap_guard_score: {
      summary: 'The composite TRAP score is above trap.score_threshold.',
      note: scoreNote,
    },
    trap_guard: {
      summary:
        'Cancel pressure is unusual for the symbol, or cancels are high while book and trade imbalance disagree.',
      note: (value) => `trap_guard:z=${value.toFixed(2)}`,
    },
  },
  inputs: [],
  judges: 'openings',
  bind: ({ guards: { trapGuardEnabled }, trap }) => ({
    observe: ({ request: { order, market }, state, found }) => {
      const { trapCancelDeltas: cancelled, trapAddDeltas: added, trapTradesCnt: tradesCnt } = market;
      if (cancelled == null || added == null || tradesCnt == null) {
        if (cancelled != null || added != null) found.notes.push('trap_guard_skipped_incomplete');
        return;
      }
      const measure = state.trap.of(order.symbol).measure(cancelled, added, tradesCnt, trap);
      const zTrips = measure.trapZ >= trap.zThreshold && measure.history >= trap.minHistory;
      found.trap = measure;
      found.trapFlag = zTrips || (measure.cancelsHigh && imbalancesDisagree(market));
    },
    check: ({ found }) => {
      const measure = found.trap;
      if (measure === null || !trapGuardEnabled) return SKIP;
      const { trapScore } = measure;
      const scoreTrips = trapScore > trap.scoreThreshold;
      if (found.trapFlag) {
        if (scoreTrips) found.notes.push(scoreNote(trapScore, trap.scoreThreshold));
        return block('trap_guard', measure.trapZ, trap.zThreshold);
      }
      return scoreTrips
        ? block('trap_guard_score', trapScore, trap.scoreThreshold)
        : pass(trapScore, trap.scoreThreshold);
    },
  }),
});

function imbalancesDisagree({ obiSign, tfiSign }: MarketView): boolean {
  return obiSign != null && tfiSign != null && Math.sign(obiSign) !== Math.sign(tfiSign);
}
