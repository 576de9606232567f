import type { Parsed } from '../shape/shape';

/** A whole number in a path or a query. */
export interface CountParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description: string;
  readonly min: number;
  readonly max: number;
  /** Stands in when a query leaves it out. */
  readonly default?: number;
}

/** Length of a cool-off; 0 asks for none, a week is the most. */
export const COOLOFF_SEC: CountParameter = {
  name: 'sec',
  in: 'path',
  description: 'Length of the cool-off, s.',
  min: 0,
  max: 604_800,
};

/** Look-back of the counters. */
export const COUNTER_MINUTES: CountParameter = {
  name: 'minutes',
  in: 'query',
  description: 'Length of the look-back, minutes.',
  min: 1,
  max: 1440,
  default: 15,
};

/** Length of a list of samples or events. */
export const LIST_LENGTH: CountParameter = {
  name: 'n',
  in: 'query',
  description: 'How many to list.',
  min: 1,
  max: 1000,
  default: 10,
};

/** Reads a parameter as it stands in the URL: decimal digits, nothing else. */
export function parseCount(text: unknown, parameter: CountParameter): Parsed<number> {
  const { name, min, max } = parameter;
  if (text === undefined && parameter.default !== undefined) return { ok: true, value: parameter.default };
  const value = typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return { ok: true, value };
  return { ok: false, errors: [{ field: name, message: `must be a whole number from ${min} to ${max}` }] };
}

/** States operators set, as they stand in the path and as the gate calls them. */
export const TRADING_STATES = { active: 'ACTIVE', reducing: 'REDUCING', halted: 'HALTED' } as const;
export type TradingStateName = (typeof TRADING_STATES)[keyof typeof TRADING_STATES];

/** Reads the trading state of a path; lower case only. */
export function parseTradingState(text: unknown): Parsed<TradingStateName> {
  const state = Object.entries(TRADING_STATES).find(([name]) => name === text)?.[1];
  if (state !== undefined) return { ok: true, value: state };
  const message = `must be one of ${Object.keys(TRADING_STATES).join(', ')}`;
  return { ok: false, errors: [{ field: 'state', message }] };
}
