import { configSlice, num, type ConfigOf } from '@aurora/kernel';

/** Configuration of the shadow broker. */
export const brokerConfig = configSlice({
  broker: {
    maker_fee_bps: num({
      description: 'Fee of a fill that rested in the book, in bps of its notional; a rebate is negative.',
      default: 2,
      minimum: -100,
      maximum: 100,
    }),
    taker_fee_bps: num({
      description: 'Fee of a fill that took from the book, in bps of its notional.',
      default: 5,
      minimum: -100,
      maximum: 100,
    }),
    order_latency_ms: num({
      description:
        'From sending an order until it meets the book, in ms. The book as it is known here is already as old as the market data, so this is the way of the order to the venue plus the way of the data back.',
      default: 20,
      minimum: 0,
      maximum: 60_000,
    }),
    cancel_latency_ms: num({
      description: 'From asking for a cancel until it takes effect, in ms; counted like order_latency_ms.',
      default: 20,
      minimum: 0,
      maximum: 60_000,
    }),
  },
});

export type BrokerConfig = ConfigOf<typeof brokerConfig>['broker'];
