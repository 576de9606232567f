import fc from 'fast-check';
import { number } from '../request.fixture';
import { type Body } from '../session.fixture';
import { TOGETHER } from './limits.fixture';

/** One way in which a request can be worse. `by` is in [0, 1]; 0 is no worse. Answers the body itself where it does not apply. */
type Worsen = (body: Body, by: number) => Body;

const given = (value: unknown): value is number => typeof value === 'number';
const inMarket = (body: Body, field: string, value: unknown): Body => ({
  ...body,
  market: { ...body.market, [field]: value },
});
const inOrder = (body: Body, field: string, value: unknown): Body => ({
  ...body,
  order: { ...body.order, [field]: value },
});

/** Moves a number of the market that was given, by up to `most`. */
const moved =
  (field: string, most: number, applies: (body: Body) => boolean = () => true): Worsen =>
  (body, by) => {
    const value = body.market[field];
    return given(value) && applies(body) ? inMarket(body, field, value + by * most) : body;
  };

/** Moves every number of a list that was given. */
const movedAll =
  (field: string, most: number, applies: (body: Body) => boolean = () => true): Worsen =>
  (body, by) => {
    const values = body.market[field];
    if (!Array.isArray(values) || !applies(body)) return body;
    return inMarket(
      body,
      field,
      (values as number[]).map((value) => value + by * most),
    );
  };

const flagged =
  (flag: string): Worsen =>
  (body, by) =>
    by > 0 ? inMarket(body, 'dq', { ...(body.market['dq'] as object | undefined), [flag]: true }) : body;

/** The score is also the claim that the sequential test judges, and a smaller claim is easier to keep. */
const hasNoSamples = ({ market }: Body): boolean => market['sprt_samples'] === undefined;
/** Under a negative claim, larger samples are the worse ones. */
const claimsAnEdge = ({ market }: Body): boolean => Number(market['score'] ?? 0) >= 0;
/** A value of 0 says nothing, and an order without a value cannot be bounded. */
const statesValue = ({ order }: Body): boolean => Number(order['notional'] ?? 0) > 0;

interface Worsening {
  readonly worsen: Worsen;
  /** Keys whose limits the direction runs into. */
  readonly meets: readonly string[];
}
const meeting = (meets: readonly string[], worsen: Worsen): Worsening => ({ worsen, meets });

const RETURN = ['risk.pi_min_bps'];
const HALT = ['guards.reject_storm_cooldown_s'];
const CAP = ['risk.max_symbol_exposure_usdt', 'risk.size_scale'];

/** Every direction in which a request can be worse, by name. */
export const WORSENINGS: Readonly<Record<string, Worsening>> = {
  'latency up': meeting(['guards.latency_ms_limit', ...TOGETHER.health], moved('latency_ms', 900)),
  'spread up': meeting(['guards.spread_bps_limit'], moved('spread_bps', 100)),
  'slippage up': meeting(['slippage.eta_fraction_of_b', ...RETURN], moved('slip_bps_est', 20)),
  'loss if stopped up': meeting(RETURN, moved('a_bps', 60)),
  // A gain of 0 or less is another case: the slippage guard has nothing to compare with.
  'gain if target down': meeting(['slippage.eta_fraction_of_b', ...RETURN], (body, by) => {
    const gain = body.market['b_bps'];
    return given(gain) && gain > 0 ? inMarket(body, 'b_bps', gain * (1 - by * 0.999)) : body;
  }),
  'score down': meeting(RETURN, moved('score', -1.5, hasNoSamples)),
  'fees up': meeting(RETURN, (body, by) => ({ ...body, fees_bps: Number(body['fees_bps'] ?? 0) + by * 40 })),
  'volatility up': meeting(['guards.vol_guard_std_bps'], moved('vol_std_bps', 400)),
  'result of the day down': meeting(['risk.dd_day_pct', 'guards.daily_dd_limit_pct'], moved('pnl_today_pct', -15)),
  'open positions up': meeting(['risk.max_concurrent', 'guards.max_concurrent_positions'], (body, by) => {
    const open = body.market['open_positions'];
    return given(open) ? inMarket(body, 'open_positions', open + Math.ceil(by * 12)) : body;
  }),
  'returns down': meeting(['guards.cvar_limit', 'guards.cvar_alpha'], movedAll('cvar_hist', -6)),
  'samples down': meeting(TOGETHER.sprt, movedAll('sprt_samples', -4, claimsAnEdge)),
  'cancels up': meeting(TOGETHER.trap, movedAll('trap_cancel_deltas', 12)),
  'imbalances opposed': meeting(TOGETHER.trap, (body, by) =>
    by > 0 ? inMarket(inMarket(body, 'obi_sign', 1), 'tfi_sign', -1) : body,
  ),
  'stale book': meeting(HALT, flagged('stale_book')),
  'crossed book': meeting(HALT, flagged('crossed_book')),
  'abnormal spread': meeting(HALT, flagged('abnormal_spread')),
  'cyclic sequence': meeting(HALT, flagged('cyclic_sequence')),
  'quantity up': meeting(CAP, (body, by) => inOrder(body, 'qty', Number(body.order['qty']) * (1 + by * 20))),
  'price up': meeting(CAP, (body, by) => {
    const price = body.order['price'];
    return given(price) && !statesValue(body) ? inOrder(body, 'price', price * (1 + by * 20)) : body;
  }),
  'stated value up': meeting(CAP, (body, by) =>
    statesValue(body) ? inOrder(body, 'notional', Number(body.order['notional']) + by * 100_000) : body,
  ),
  'an opening instead of an exit': meeting(CAP, (body, by) => (by > 0 ? inOrder(body, 'reduce_only', false) : body)),
  'for real money': meeting(['pretrade.missing_input'], (body, by) =>
    by > 0 ? { ...body, account: { mode: 'live' } } : body,
  ),
};

const names = Object.keys(WORSENINGS);
/** How much worse: by any part of what can be, at times by next to nothing or by all. */
export const amount = fc.oneof({ weight: 4, arbitrary: number(0, 1) }, fc.constantFrom(1e-9, 1e-3, 1));

/** What makes a request worse: some directions and how far. */
export const worsening = fc
  .subarray(names, { minLength: 1, maxLength: 5 })
  .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, amount]))));

/** The body made worse. */
export const worse = (body: Body, by: Readonly<Record<string, number>>): Body =>
  Object.entries(by).reduce((made, [name, amountOf]) => WORSENINGS[name]!.worsen(made, amountOf), body);
