import fc from 'fast-check';
import { canonicalSymbol, sideSign, type Side } from '@aurora/kernel';
import { type EngineSnapshot } from '../gate-state';
import { histories, live, sections } from '../history.fixture';
import { body, SYMBOLS } from '../request.fixture';
import { tried } from '../runs.fixture';
import { bodyOf, Session, type Body } from '../session.fixture';
import { configured, settings } from './limits.fixture';

/** Whether it leaves |position| no larger and does not flip it, with all that is in flight on its side filled first. */
function reduces({ positions, reservations }: EngineSnapshot, symbol: string, side: Side, qty: number): boolean {
  const held = Number(positions.positions.find((one) => one.symbol === symbol)?.qty ?? 0);
  if (held === 0) return true;
  const inFlight = reservations.reservations
    .filter((one) => one.symbol === symbol && one.side === side)
    .reduce((sum, one) => sum + one.qty - one.filledQty, 0);
  return qty + inFlight <= -held * sideSign(side) * (1 + 1e-9);
}

/** What an exit is told, from the stops and the position alone. */
function expectedReason(session: Session, before: EngineSnapshot, symbol: string, side: Side, qty: number): string {
  const { armed, halted, tradingState, haltUntilMs } = session.engine.guardState(session.nowMs);
  if (!armed) return 'latency_disarmed';
  if (halted) return 'latency_halt';
  if (tradingState === 'HALTED') return 'TRADING.HALTED';
  if (tradingState === 'REDUCING' && !reduces(before, symbol, side, qty)) return 'TRADING.REDUCING';
  return haltUntilMs === null ? 'ok' : 'AURORA.HALT';
}

const HOPELESS = { latency_ms: null, spread_bps: 9_000, slip_bps_est: 9_000, a_bps: 900, b_bps: 1, score: -1 };
/** What the guards of openings would refuse for several reasons each. */
const badMarket = fc.oneof(
  body.map(({ market }) => market),
  fc.constant({
    ...HOPELESS,
    ...{ trap_cancel_deltas: [9, 9], trap_add_deltas: [], trap_trades_cnt: 0, obi_sign: 1, tfi_sign: -1 },
    ...{ sprt_samples: [-9, -9], pnl_today_pct: -99, open_positions: 9_999, vol_std_bps: 9_999, cvar_hist: [-99] },
    dq: { abnormal_spread: true, cyclic_sequence: true },
  }),
);

interface Wanted {
  readonly symbol: string;
  readonly against: boolean;
  readonly share: number;
  readonly state: 'ACTIVE' | 'REDUCING' | 'HALTED';
}
const wanted: fc.Arbitrary<Wanted> = fc.record({
  symbol: fc.constantFrom(...SYMBOLS),
  against: fc.constantFrom(true, true, true, false),
  share: fc.constantFrom(0.25, 0.5, 1, 1.01, 3),
  state: fc.constantFrom('REDUCING', 'REDUCING', 'ACTIVE', 'HALTED'),
});

/** An exit of a share of the position, or of some quantity where there is none. */
function exitOf({ symbol, against, share }: Wanted, market: object, state: EngineSnapshot): Body {
  const held = Number(state.positions.positions.find((one) => one.symbol === canonicalSymbol(symbol))?.qty ?? 0);
  const side = held > 0 === against ? 'sell' : 'buy';
  const qty = held === 0 ? share : Math.abs(held) * share;
  return bodyOf({ symbol, side, qty, price: undefined, reduce_only: true }, market);
}

describe('an exit', () => {
  it('meets disarm, halt, trading state and kill-switch, in this order, and nothing else', () => {
    fc.assert(
      fc.property(
        settings({ tight: 8, fixed: { 'pretrade.order': 8 } }),
        sections,
        histories(20),
        wanted,
        badMarket,
        (limits, start, history, asked, market) => {
          const session = new Session(start);
          live(session, history);
          session.switchTo(configured(limits));
          session.operate({ kind: 'trading_state', state: asked.state });
          // Reservations that have had their time are none.
          session.engine.riskView(session.nowMs);
          const before = session.engine.snapshot();
          const { request, answer } = session.check(exitOf(asked, market, before));
          const { symbol, side, qty } = request.order;
          const reason = expectedReason(session, before, symbol, side, qty);
          expect([answer.reason, answer.allow, answer.max_qty]).toEqual([
            reason,
            reason === 'ok',
            reason === 'ok' ? qty : 0,
          ]);
        },
      ),
      tried(300),
    );
  });

  it('gets through while everything an opening meets is shut', () => {
    const session = new Session({ risk: { size_scale: 0, max_symbol_exposure_usdt: 0, max_orders_per_min: 0 } });
    session.book({ order_id: 1, symbol: 'BTCUSDT', side: 'buy', status: 'filled', filled: 1, average: 50_000 });
    session.operate({ kind: 'trading_state', state: 'REDUCING' });
    session.operate({ kind: 'cool_off', sec: 60 });
    const asked = (order: object) => session.check(bodyOf({ side: 'sell', ...order }, HOPELESS)).answer;
    expect(asked({ qty: 0.6 })).toMatchObject({ allow: false, reason: 'opposite_side_block' });
    expect(asked({ qty: 0.6, reduce_only: true })).toMatchObject({ allow: true, max_qty: 0.6 });
    // 0.6 are on their way.
    expect(asked({ qty: 0.5, reduce_only: true })).toMatchObject({ allow: false, reason: 'TRADING.REDUCING' });
    expect(asked({ qty: 0.4, reduce_only: true })).toMatchObject({ allow: true, max_qty: 0.4 });
  });
});
