import { Flag, Int, Nested, Num, NumOrNums, Nums, Text, Texts } from '../shape/fields';

const SYMBOL = /^(?=.*[A-Za-z0-9])[^\x00-\x1f\x7f]+$/;
const SIDE = /^([bB][uU][yY]|[sS][eE][lL][lL])$/;
const MODE =
  /^([lL][iI][vV][eE]|[pP][rR][oO][dD]|[tT][eE][sS][tT][nN][eE][tT]|[pP][aA][pP][eE][rR]|[sS][hH][aA][dD][oO][wW])$/;

const HUGE = 1e15;
const MAX_BPS = 1e6;

/** Whose order it is. */
export class PretradeAccount {
  @Text('Where the caller trades. The stricter of this and the mode of the service is in force; prod is live.', {
    maxLength: 16,
    pattern: MODE,
    allowed: 'one of live, prod, testnet, paper, shadow, in any case',
    example: 'testnet',
  })
  mode?: string | null;

  @Text('Account the order is for.', { maxLength: 128, example: 'main' })
  account_id?: string | null;

  @Text('Subaccount the order is for.', { maxLength: 128 })
  subaccount?: string | null;
}

/** The order that wants to be sent. */
export class PretradeOrder {
  @Text('Venue symbol in any of the usual spellings: BTCUSDT, BTC/USDT, BINANCE:BTC/USDT, BTC/USDT:USDT.', {
    required: true,
    minLength: 1,
    maxLength: 64,
    pattern: SYMBOL,
    allowed: 'a symbol with at least one letter or digit',
    example: 'BTC/USDT',
  })
  symbol!: string;

  @Text('Direction, in any case.', {
    required: true,
    maxLength: 4,
    pattern: SIDE,
    allowed: 'buy or sell, in any case',
    example: 'buy',
  })
  side!: string;

  @Num('Base quantity, greater than 0.', { required: true, above: 0, max: HUGE, example: 0.5 })
  qty!: number;

  @Num('Limit price in quote currency, greater than 0; leave out on market orders.', {
    above: 0,
    max: HUGE,
    example: 64000,
  })
  price?: number | null;

  @Num('Value of the order in quote currency; goes before notional.', { min: -HUGE, max: HUGE, example: 32000 })
  base_notional?: number | null;

  @Num('Value of the order in quote currency, read when base_notional is not given.', { min: -HUGE, max: HUGE })
  notional?: number | null;

  @Text('Order type as the venue calls it.', { maxLength: 64, example: 'limit' })
  type?: string | null;

  @Flag('The order can only shrink a position; it never meets the guards that protect openings. Default false.')
  reduce_only?: boolean | null;

  @Text("The client's own order id.", { maxLength: 128 })
  client_order_id?: string | null;
}

/** Faults of the data feed the client has seen. A flag that is not given reads false. */
export class PretradeDataQuality {
  @Flag('The book had no update for too long.')
  stale_book?: boolean | null;

  @Flag('The best bid is not below the best ask.')
  crossed_book?: boolean | null;

  @Flag('The spread is far from what it usually is.')
  abnormal_spread?: boolean | null;

  @Flag('Update numbers repeat or run backwards.')
  cyclic_sequence?: boolean | null;
}

/** The market as the client saw it. */
export class PretradeMarket {
  @Num('Age of the market data when the order was decided, ms.', { min: 0, max: 1e9, example: 12.5 })
  latency_ms?: number | null;

  @Num('Quoted spread, bps of mid.', { min: 0, max: MAX_BPS, example: 1.2 })
  spread_bps?: number | null;

  @Num('Expected slippage, bps of mid.', { min: 0, max: MAX_BPS, example: 0.8 })
  slip_bps_est?: number | null;

  @Num('Loss if stopped, bps of mid.', { min: -MAX_BPS, max: MAX_BPS, example: 10 })
  a_bps?: number | null;

  @Num('Gain if the target is reached, bps of mid.', { min: -MAX_BPS, max: MAX_BPS, example: 24 })
  b_bps?: number | null;

  @Num('Score of the signal, nominally -1..1; values outside are clipped by the calibrator.', {
    min: -HUGE,
    max: HUGE,
    example: 0.6,
  })
  score?: number | null;

  @Text('Regime the market is in, e.g. tight, normal, loose.', { maxLength: 64, example: 'normal' })
  mode_regime?: string | null;

  @Nums('Quantities cancelled per level inside the TRAP window.', { min: -HUGE, max: HUGE, maxItems: 2000 })
  trap_cancel_deltas?: number[] | null;

  @Nums('Quantities added per level inside the TRAP window.', { min: -HUGE, max: HUGE, maxItems: 2000 })
  trap_add_deltas?: number[] | null;

  @Num('Trades inside the TRAP window.', { min: 0, max: HUGE })
  trap_trades_cnt?: number | null;

  @Num('Sign of the order book imbalance; only its sign counts.', { min: -HUGE, max: HUGE, example: 1 })
  obi_sign?: number | null;

  @Num('Sign of the trade flow imbalance; only its sign counts.', { min: -HUGE, max: HUGE, example: 1 })
  tfi_sign?: number | null;

  @Nums('Observations for the sequential test, oldest first.', { min: -HUGE, max: HUGE, maxItems: 10_000 })
  sprt_samples?: number[] | null;

  @Num('Profit and loss of the day, percent of equity; what the service has booked stands in when not given.', {
    min: -1e6,
    max: 1e6,
    example: -0.4,
  })
  pnl_today_pct?: number | null;

  @Num('Open positions of the account; what the service has booked stands in when not given.', {
    min: 0,
    max: 1e9,
    example: 2,
  })
  open_positions?: number | null;

  @Num('Standard deviation of returns, bps.', { min: 0, max: MAX_BPS, example: 35 })
  vol_std_bps?: number | null;

  @NumOrNums('Past returns in the unit of guards.cvar_limit, or one number: their CVaR.', {
    min: -HUGE,
    max: HUGE,
    maxItems: 10_000,
  })
  cvar_hist?: number | number[] | null;

  @Nested(() => PretradeDataQuality, 'Faults of the data feed.')
  dq?: PretradeDataQuality | null;

  @NumOrNums('Standardised features for the regime detector, one number or a list.', {
    min: -HUGE,
    max: HUGE,
    maxItems: 1000,
  })
  z?: number | number[] | null;

  @Num('Adaptive conformal inference: share of recent misses.', { min: -HUGE, max: HUGE })
  aci?: number | null;
}

/** Body of `POST /pretrade/check`. Fields not told here do not fail it; they are named in the answer's diagnostics. */
export class PretradeCheckRequest {
  @Int("The client's clock, ms since the Unix epoch.", { min: 0, max: 8.64e15, example: 1763800000000 })
  ts?: number | null;

  @Text('Idempotency key: the same key with the same body gets the very same answer for a while.', {
    minLength: 1,
    maxLength: 128,
    example: 'a3f0c1',
  })
  req_id?: string | null;

  @Nested(() => PretradeAccount, 'Whose order it is.')
  account?: PretradeAccount | null;

  @Nested(() => PretradeOrder, 'The order that wants to be sent.', { required: true })
  order!: PretradeOrder;

  @Nested(() => PretradeMarket, 'The market as the client saw it.')
  market?: PretradeMarket | null;

  @Texts('Labels for reports.', { maxLength: 64, maxItems: 64 })
  risk_tags?: string[] | null;

  @Num('Round-trip fees, bps. Default 0.', { min: 0, max: MAX_BPS, example: 8 })
  fees_bps?: number | null;
}

/** What {@link PretradeCheckRequest} is made of. */
export const PRETRADE_REQUEST_PARTS = [PretradeAccount, PretradeOrder, PretradeMarket, PretradeDataQuality] as const;
