import fc from 'fast-check';
import { type Side } from '@aurora/kernel';
import { bodyOf, type Body } from './session.fixture';

/** A number of the range: mostly evenly over it, for doubles as they come are mostly next to nothing. */
export const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.nat(1000).map((part) => min + (max - min) * (part / 1000)) },
    { weight: 1, arbitrary: fc.double({ min, max, noNaN: true }) },
  );
const rarely = <T>(value: T, ...others: readonly T[]) => fc.constantFrom(...Array<T>(12).fill(value), ...others);
const deltas = fc.array(number(-1, 9), { maxLength: 5, size: 'max' });

export const SYMBOLS = ['BTCUSDT', 'ETH/USDT', 'binance:sol-usdt'] as const;

/** How a number is given that a body may leave out. */
type Given = <T>(value: fc.Arbitrary<T>) => fc.Arbitrary<T | undefined>;
const maybe: Given = (value) => fc.option(value, { nil: undefined, freq: 4 });

const orderOf = (given: Given) => ({
  // Mostly one, so that histories of a symbol grow.
  symbol: fc.constantFrom(SYMBOLS[0], SYMBOLS[0], ...SYMBOLS),
  side: fc.constantFrom<Side>('buy', 'sell'),
  qty: fc.constantFrom(0.01, 0.1, 0.3, 1, 7),
  reduce_only: fc.constantFrom(false, false, false, true),
  notional: given(fc.constantFrom(0, 10, 4_000, 60_000)),
});

const marketOf = (given: Given) => ({
  latency_ms: fc.oneof({ weight: 9, arbitrary: number(1, 25) }, { weight: 1, arbitrary: number(26, 600) }),
  spread_bps: fc.oneof({ weight: 9, arbitrary: number(0, 20) }, fc.constantFrom(80, 80.1)),
  slip_bps_est: number(0, 3),
  a_bps: number(1, 15),
  b_bps: number(30, 60),
  trap_cancel_deltas: given(deltas),
  trap_add_deltas: given(deltas),
  trap_trades_cnt: given(fc.nat(6)),
  obi_sign: given(fc.constantFrom(1, 1, 1, 1, 1, 1, 0, -1)),
  tfi_sign: given(fc.constantFrom(1, 1, 1, 1, 1, 1, 0, -1)),
  sprt_samples: given(fc.array(number(-3, 3), { maxLength: 6 })),
  pnl_today_pct: given(number(-12, 3)),
  open_positions: given(fc.nat(12)),
  vol_std_bps: given(number(0, 310)),
  cvar_hist: given(fc.array(number(-3, 3), { maxLength: 6 })),
});

const order = fc.record({
  ...orderOf(maybe),
  price: fc.constantFrom(50_000, 3_000.5, null),
  client_order_id: maybe(fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' })),
});
const market = fc.record({ ...marketOf(maybe), score: maybe(number(-0.2, 1)), z: maybe(number(-3, 3)) });

/** Bodies around the limits of the default configuration, most of them allowed. */
export const body: fc.Arbitrary<Body> = fc
  .record({
    order,
    market,
    dq: rarely<object>({}, { stale_book: true }, { cyclic_sequence: true }),
    mode: fc.constantFrom('shadow', 'shadow', 'testnet', 'live', 'PROD'),
    fees_bps: rarely<number | undefined>(undefined, 0.5),
    unknown: rarely<object>({}, { marget: 1 }),
  })
  .map(({ order, market, dq, mode, fees_bps, unknown }) => ({
    ...bodyOf(order, { ...market, dq }, { account: { mode }, fees_bps }),
    ...unknown,
  }));

/** Bodies that say everything a limit is compared with, so that any limit may decide. */
export const fullBody: fc.Arbitrary<Body> = fc
  .record({
    order: fc.record({ ...orderOf(maybe), price: fc.constantFrom(50_000, 3_000.5) }),
    market: fc.record({ ...marketOf((value) => value), score: number(-0.2, 1) }),
    samples: fc.boolean(),
  })
  .map(({ order, market, samples }) => bodyOf(order, samples ? market : { ...market, sprt_samples: undefined }));
