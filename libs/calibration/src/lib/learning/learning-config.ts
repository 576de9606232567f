import { configSlice, flag, int, num, type ConfigOf } from '@aurora/kernel';

/** Keys of the loop that turns outcomes into the next calibrator. */
export const learningConfig = configSlice({
  learning: {
    enabled: flag({ description: 'Refits the calibrator from the outcomes of shadow trades.', default: true }),
    declined: flag({
      description:
        'Also learns from openings that came to nothing, one a symbol at a time, as if filled at the touch: a model that lets nothing through would learn nothing more.',
      default: true,
    }),
    interval_s: num({
      description: 'Time between two refits, in seconds of the market.',
      default: 900,
      minimum: 1,
      maximum: 86_400,
    }),
    min_platt: int({
      description: 'Fewest outcomes a Platt fit may rest on, those held out not counted; below, the model stays.',
      default: 100,
      minimum: 10,
      maximum: 1_000_000,
    }),
    min_isotonic: int({
      description:
        'Fewest outcomes an isotonic fit may rest on, those held out not counted; below, Platt stands alone.',
      default: 1000,
      minimum: 10,
      maximum: 1_000_000,
    }),
    holdout_fraction: num({
      description: 'Latest share of the outcomes that judges the candidate and is kept out of its fit.',
      default: 0.3,
      minimum: 0.05,
      maximum: 0.5,
    }),
    history: int({
      description: 'Latest outcomes a refit looks at; older ones are forgotten, for markets change.',
      default: 5000,
      minimum: 100,
      maximum: 1_000_000,
    }),
    window: int({
      description: 'Latest outcomes of the rolling Brier score, log loss and calibration error.',
      default: 500,
      minimum: 10,
      maximum: 100_000,
    }),
  },
});

export type LearningConfig = ConfigOf<typeof learningConfig>['learning'];
