import { configSlice, num, type ConfigOf } from '@aurora/kernel';

/** Configuration of position sizes. */
export const sizingConfig = configSlice({
  sizing: {
    risk_aversion: num({
      description: 'Divisor of the Kelly fraction: 1 is full Kelly, 2 half of it.',
      default: 4,
      exclusiveMinimum: 0,
      maximum: 1000,
    }),
    max_fraction: num({
      description: 'Largest notional of one order, as a fraction of equity.',
      default: 0.1,
      minimum: 0,
      maximum: 1,
    }),
    max_leverage: num({
      description: 'Largest notional of all positions together, as a multiple of equity.',
      default: 1,
      minimum: 0,
      maximum: 125,
    }),
    min_notional_usdt: num({
      description:
        'Least notional of an order, in USDT; a smaller one is not sent. The one of the venue counts when larger.',
      default: 5,
      minimum: 0,
      maximum: 1e12,
    }),
    max_notional_usdt: num({
      description: 'Largest notional of an order, in USDT; a larger one is cut to it.',
      default: 10_000,
      exclusiveMinimum: 0,
      maximum: 1e12,
    }),
  },
});

export type SizingConfig = ConfigOf<typeof sizingConfig>['sizing'];
