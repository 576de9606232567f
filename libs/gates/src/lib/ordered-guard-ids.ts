/** Guards whose order the configuration decides, in the default order. */
export const ORDERED_GUARD_IDS = [
  'latency',
  'health',
  'trap',
  'expected_return',
  'slippage',
  'risk',
  'sprt',
  'spread',
] as const;

export type OrderedGuardId = (typeof ORDERED_GUARD_IDS)[number];
