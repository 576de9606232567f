import fc from 'fast-check';
import { type Side } from '@aurora/kernel';
import { type OperatorCommand } from './operator-command';
import { bodyOf, type Sections, type Session } from './session.fixture';

/** What can happen to a gate, one thing after the other. */
export type Step = { readonly afterMs: number } & (
  | { readonly kind: 'check'; readonly body: object }
  | { readonly kind: 'posttrade'; readonly of: number; readonly report: object }
  | { readonly kind: 'operate'; readonly command: OperatorCommand }
  | { readonly kind: 'switch'; readonly sections: Sections }
  | { readonly kind: 'tick' }
);

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 });
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const symbol = fc.constantFrom('BTCUSDT', 'ETH/USDT', 'binance:sol-usdt');
const side = fc.constantFrom<Side>('buy', 'sell');
const deltas = fc.array(number(-1, 9), { maxLength: 5 });

/** Bodies around the limits of the default configuration, most of them allowed. */
const body = fc
  .record({
    order: fc.record({
      symbol,
      side,
      qty: fc.constantFrom(0.01, 0.1, 0.3, 1, 7),
      price: fc.constantFrom(50_000, 3_000.5, null),
      reduce_only: fc.constantFrom(false, false, false, true),
      client_order_id: maybe(fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' })),
    }),
    market: fc.record(
      {
        latency_ms: fc.oneof({ weight: 9, arbitrary: number(1, 25) }, { weight: 1, arbitrary: number(26, 600) }),
        spread_bps: fc.oneof({ weight: 9, arbitrary: number(0, 20) }, fc.constantFrom(80, 80.1)),
        slip_bps_est: number(0, 3),
        a_bps: number(1, 15),
        b_bps: number(30, 60),
        score: number(-0.2, 1),
        trap_cancel_deltas: maybe(deltas),
        trap_add_deltas: maybe(deltas),
        trap_trades_cnt: maybe(fc.nat(20)),
        obi_sign: maybe(fc.constantFrom(-1, 0, 1)),
        tfi_sign: maybe(fc.constantFrom(-1, 0, 1)),
        sprt_samples: maybe(fc.array(number(-3, 3), { maxLength: 6 })),
        pnl_today_pct: maybe(number(-12, 3)),
        vol_std_bps: maybe(number(0, 310)),
        z: maybe(number(-3, 3)),
      },
      { requiredKeys: ['latency_ms', 'spread_bps', 'slip_bps_est', 'a_bps', 'b_bps'] },
    ),
    dq: fc.constantFrom(...Array<object>(12).fill({}), { stale_book: true }, { cyclic_sequence: true }),
    mode: fc.constantFrom('shadow', 'shadow', 'testnet', 'live', 'PROD'),
    unknown: fc.constantFrom(...Array<object>(9).fill({}), { marget: 1 }),
  })
  .map(({ order, market, dq, mode, unknown }) => ({
    ...bodyOf(order, { ...market, dq }, { account: { mode } }),
    ...unknown,
  }));

const report = fc.record(
  {
    status: fc.constantFrom('new', 'partially_filled', 'filled', 'canceled', 'rejected', 'closed'),
    filled: fc.constantFrom(0, 0.05, 0.1, 0.3, 1),
    average: fc.constantFrom(49_990.5, 3_001, 0),
    error_code: fc.constantFrom(...Array<null>(4).fill(null), -2010),
    pnl_pct: fc.constantFrom(null, null, -0.7, 0.4),
    pnl_usdt: fc.constantFrom(null, null, -12, 30),
    close: fc.constantFrom(false, false, false, true),
  },
  { requiredKeys: ['status'] },
);

const command: fc.Arbitrary<OperatorCommand> = fc.oneof(
  fc.record({ kind: fc.constant('cool_off' as const), sec: fc.nat(90) }),
  fc.constantFrom<OperatorCommand>({ kind: 'reset' }, { kind: 'reset' }, { kind: 'arm' }, { kind: 'disarm' }),
  fc.record({
    kind: fc.constant('trading_state' as const),
    state: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'REDUCING' as const, 'HALTED' as const),
  }),
  fc.record({
    kind: fc.constant('risk_set' as const),
    overrides: fc.record(
      { ddDayPct: number(1, 100), maxConcurrent: fc.integer({ min: 1, max: 9 }), sizeScale: number(0.1, 1.2) },
      { requiredKeys: [] },
    ),
  }),
);

/** Configurations a gate is switched between. */
export const CONFIGURATIONS: readonly Sections[] = [
  {},
  { aurora: { latency_min_samples: 20, latency_warn_interval_s: 5 }, trap: { min_history: 30 } },
  { mode: 'testnet', pretrade: { evaluate: 'all', order_profile: 'slip_before_er' }, icp: { observe: true } },
  {
    risk: { max_symbol_exposure_usdt: 20_000, max_orders_per_min: 4, reservation_ttl_ms: 20_000, equity_usdt: 5_000 },
    aurora: { min_open_interval_ms: 500, cooldown_after_close_ms: 4_000, min_position_hold_ms: 9_000 },
    guards: { reject_storm_min_total: 2, reject_storm_cooldown_s: 5, cvar_limit: 0.5 },
    trap: { min_history: 5 },
  },
];

export const sections = fc.constantFrom(...CONFIGURATIONS);

const afterMs = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 800 }) },
  { weight: 2, arbitrary: fc.integer({ min: 800, max: 30_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 30_000, max: 400_000 }) },
);

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('check' as const), afterMs, body }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('posttrade' as const), afterMs, of: fc.nat(5), report }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('operate' as const), afterMs, command }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('switch' as const), afterMs, sections }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tick' as const), afterMs }) },
);

/** Whole histories. */
export const steps = (maxLength: number) => fc.array(step, { minLength: 1, maxLength, size: 'max' });

/** Lets a step happen. A report is about one of the last orders that were allowed, or about one nobody asked for. */
export function happen(session: Session, step: Step, allowed: object[]): void {
  session.advance(step.afterMs);
  switch (step.kind) {
    case 'check': {
      const { decision, request, answer } = session.check(step.body);
      if (!decision.allow) return;
      const { symbol, side, qty } = request.order;
      allowed.push({ decision_id: answer.decision_id, order_id: answer.decision_id, symbol, side, qty });
      return;
    }
    case 'posttrade':
      session.book({ ...(allowed.at(-1 - step.of) ?? { symbol: 'XRPUSDT', side: 'sell' }), ...step.report });
      return;
    case 'operate':
      session.operate(step.command);
      return;
    case 'switch':
      session.switchTo(step.sections);
      return;
    case 'tick':
      session.tick();
  }
}

/** Lets all of them happen. */
export function live(session: Session, history: readonly Step[], after: (step: Step) => void = () => undefined): void {
  const allowed: object[] = [];
  for (const step of history) {
    happen(session, step, allowed);
    after(step);
  }
}
