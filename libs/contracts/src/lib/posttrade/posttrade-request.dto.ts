import { Anything, Digits, Flag, Free, Id, Int, Nested, NestedList, Num, Text } from '../shape/fields';

const HUGE = 1e15;

/** What one fill or order cost. */
export class PosttradeFee {
  @Num('Cost in its currency; negative for a rebate.', { min: -HUGE, max: HUGE, example: 1.28 })
  cost?: number | null;

  @Text('Currency of the cost.', { maxLength: 32, example: 'USDT' })
  currency?: string | null;
}

/** An order as CCXT gives it; what the body itself does not say is taken from here, then from `info`. */
export class VenueOrder {
  @Id("The venue's order id.", { example: '8389765' })
  id?: string | number | null;

  @Id("The client's order id.")
  clientOrderId?: string | number | null;

  @Anything('Time of the order, ms since the Unix epoch.')
  timestamp?: unknown;

  @Text('Symbol.', { maxLength: 64, example: 'BTC/USDT:USDT' })
  symbol?: string | null;

  @Text('Direction.', { maxLength: 16 })
  side?: string | null;

  @Text('Status.', { maxLength: 64, example: 'closed' })
  status?: string | null;

  @Digits('Limit price.')
  price?: number | string | null;

  @Digits('Base quantity asked for.', { example: 0.5 })
  amount?: number | string | null;

  @Digits('Base quantity filled.', { example: 0.5 })
  filled?: number | string | null;

  @Digits('Average fill price.', { example: 64010.5 })
  average?: number | string | null;

  @Nested(() => PosttradeFee, 'Cost of the order.')
  fee?: PosttradeFee | null;

  @NestedList(() => PosttradeFee, 'Costs of the fills.', { maxItems: 1000 })
  fees?: PosttradeFee[] | null;

  @Anything('The order can only shrink a position.')
  reduceOnly?: unknown;

  @Free('The answer of the venue as it came.')
  info?: Record<string, unknown> | null;
}

/**
 * Body of `POST /posttrade/log`: any object that has, itself or under `response`, at least one of order_id, id,
 * client_order_id, symbol, status. Fields not told here are kept as they are.
 */
export class PosttradeRequest {
  @Id('Order id.', { example: 'ord-1' })
  order_id?: string | number | null;

  @Id('Order id, read when order_id is not given.')
  id?: string | number | null;

  @Id("The client's order id.", { example: 'abc-1' })
  client_order_id?: string | number | null;

  @Id("The client's order id, read when client_order_id is not given.")
  clientOrderId?: string | number | null;

  @Id("The venue's order id.", { example: 8389765 })
  exchange_order_id?: string | number | null;

  @Id("The venue's order id, read when exchange_order_id is not given.")
  orderId?: string | number | null;

  @Text('The id the gate gave to the decision that let this order through.', { maxLength: 128 })
  decision_id?: string | null;

  @Text('Symbol in any of the usual spellings.', { maxLength: 64, example: 'BTC/USDT' })
  symbol?: string | null;

  @Text('Direction, in any case.', { maxLength: 16, example: 'buy' })
  side?: string | null;

  @Text('Status as the venue or CCXT calls it.', { maxLength: 64, example: 'filled' })
  status?: string | null;

  @Text('What the order was for; close closes the position.', { maxLength: 64, example: 'open' })
  action?: string | null;

  @Flag('The order closes the position.')
  close?: boolean | null;

  @Flag('The order can only shrink a position.')
  reduceOnly?: boolean | null;

  @Flag('The order can only shrink a position.')
  reduce_only?: boolean | null;

  @Num('Base quantity asked for.', { min: 0, max: HUGE, example: 0.5 })
  qty?: number | null;

  @Num('Base quantity asked for, read when qty is not given.', { min: 0, max: HUGE })
  amount?: number | null;

  @Num('Base quantity filled.', { min: 0, max: HUGE, example: 0.5 })
  filled?: number | null;

  @Num('Filled fraction of the quantity; 1 is all of it.', { min: 0, max: 100 })
  filled_pct?: number | null;

  @Num('Limit price; never read as a fill price.', { min: 0, max: HUGE, example: 64000 })
  price?: number | null;

  @Num('Average fill price.', { min: 0, max: HUGE, example: 64010.5 })
  average?: number | null;

  @Num('Average fill price, read when average is not given.', { min: 0, max: HUGE })
  avg_price?: number | null;

  @Nested(() => PosttradeFee, 'Cost of the order: an object with cost, or the cost itself.', { orNumber: true })
  fee?: PosttradeFee | number | null;

  @NestedList(() => PosttradeFee, 'Costs: a number or a list, read when fee is not given.', {
    orNumber: true,
    maxItems: 1000,
  })
  fees?: PosttradeFee[] | number | null;

  @Anything('What went wrong. Any of error, error_code, error_msg that is neither absent, null nor false is a failure.')
  error?: unknown;

  @Id("The venue's error code, e.g. -2019.")
  error_code?: string | number | null;

  @Anything("The venue's message.")
  error_msg?: unknown;

  @Int('How often it was tried.', { min: 1, max: 1e6 })
  attempts?: number | null;

  @Num('Realised profit and loss, percent of equity.', { min: -1e6, max: 1e6 })
  pnl_pct?: number | null;

  @Num('Realised profit and loss, quote currency.', { min: -HUGE, max: HUGE })
  pnl_usdt?: number | null;

  @Id("The venue's time stamp, as it came.")
  exchange_ts?: string | number | null;

  @Id("The venue's time stamp, read when exchange_ts is not given.")
  timestamp?: string | number | null;

  @Nested(() => VenueOrder, 'The raw CCXT order.')
  response?: VenueOrder | null;

  @Free('The answer of the venue as it came, read when response.info is not given.')
  info?: Record<string, unknown> | null;
}

/** What {@link PosttradeRequest} is made of. */
export const POSTTRADE_PARTS = [PosttradeFee, VenueOrder] as const;
