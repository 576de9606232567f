import { int, num, texts } from '@aurora/kernel';

const LEVEL = '^[0-9]+(\\.[0-9]+)?:(0?\\.[0-9]+|1(\\.0+)?)$';
const MULTIPLE = { minimum: 0, maximum: 1000 };

/** Keys of the reward manager, in the section `reward`. R is the distance of the first stop. */
export const rewardManagerKeys = {
  max_r: num({
    description: 'Gain at which a position is closed whatever else, in R; exactly at it closes. 0 is off.',
    default: 5,
    ...MULTIPLE,
  }),
  ttl_s: int({
    description: 'Longest time a position is held, in seconds; exactly then it is closed.',
    default: 300,
    minimum: 1,
    maximum: 604_800,
  }),
  no_progress_s: int({
    description: 'Time after which a position that never reached reward.no_progress_r is closed, in seconds. 0 is off.',
    default: 120,
    minimum: 0,
    maximum: 604_800,
  }),
  no_progress_r: num({
    description: 'Gain that counts as progress, in R; once reached, exactly at it too, it counts for good.',
    default: 0.25,
    ...MULTIPLE,
  }),
  tp_ladder: texts({
    description:
      'Take-profit levels, nearest first: "R:FRACTION" closes that fraction of what was opened at a gain of R, once. Fractions sum to at most 1. Empty is off.',
    default: ['1:0.5'],
    items: { pattern: LEVEL, maxLength: 32 },
    maxItems: 8,
  }),
  breakeven_after_r: num({
    description: 'Gain after which the stop moves to entry + fees + reward.breakeven_buffer_bps, in R. 0 is off.',
    default: 1,
    ...MULTIPLE,
  }),
  breakeven_buffer_bps: num({
    description: 'What a stop at breakeven keeps beyond the fees, in bps of the entry price.',
    default: 1,
    minimum: 0,
    maximum: 10_000,
  }),
  trail_atr_mult: num({
    description:
      'Distance of the trailing stop from the best price, in average true ranges of one-second bars. 0 is off.',
    default: 10,
    ...MULTIPLE,
  }),
  trail_after_r: num({
    description: 'Gain from which on the stop trails, in R; exactly at it trails. 0 trails from the start.',
    default: 1,
    ...MULTIPLE,
  }),
  stop_step_bps: num({
    description: 'Least tightening worth moving a stop, in bps of the entry price; exactly that is enough.',
    default: 0.5,
    minimum: 0,
    maximum: 10_000,
  }),
  scale_in_after_r: num({
    description:
      'Gain at which a winning position whose stop has reached its entry is enlarged, in R; the n-th time at n times that. 0 is off.',
    default: 0,
    ...MULTIPLE,
  }),
  scale_in_fraction: num({
    description: 'By which fraction of what was opened a winning position is enlarged.',
    default: 0.5,
    exclusiveMinimum: 0,
    maximum: 1,
  }),
  scale_in_max: int({
    description: 'How often a winning position may be enlarged.',
    default: 1,
    minimum: 0,
    maximum: 10,
  }),
};
