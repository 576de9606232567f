import fc from 'fast-check';
import { type Reservation } from '@aurora/risk';
import { type PretradeCheckAnswer } from '@aurora/contracts';
import { histories, live, type Happening, type Model } from '../history.fixture';
import { tried } from '../runs.fixture';
import { bodyOf, Session, type Sections } from '../session.fixture';
import { VENUE_PRICE, Venue, venueCommands } from './venue.fixture';

const CAP = 20_000;
const PER_MINUTE = 6;
const TTL_MS = 60_000;
const CONFIG: Sections = {
  risk: { max_symbol_exposure_usdt: CAP, max_orders_per_min: PER_MINUTE, reservation_ttl_ms: TTL_MS },
  aurora: { halt_threshold_repeats: 1000, cooloff_base_sec: 1, latency_guard_ms: 600 },
  trap: { min_history: 240 },
  guards: { reject_storm_cooldown_s: 1 },
};
/** Binary fractions are added and taken off; a cap is kept to this part of it. */
const ROUNDING = 1e-9;

/** The exposure of every symbol, counted anew from what would be stored: positions and what is reserved. */
function exposures({ engine, nowMs }: Session): Map<string, number> {
  const { positions, reservations } = engine.snapshot();
  const sum = new Map<string, number>();
  const add = (symbol: string, value: number) => sum.set(symbol, (sum.get(symbol) ?? 0) + value);
  for (const { symbol, qty, avgPrice } of positions.positions)
    add(symbol, avgPrice === null ? Infinity : Math.abs(Number(qty)) * Number(avgPrice));
  for (const one of reservations.reservations)
    if (one.atMs + TTL_MS > nowMs) add(one.symbol, one.notional * ((one.qty - one.filledQty) / one.qty));
  return sum;
}

/** Keeps the books of reservations and of the orders of a minute beside the gate's. */
class Books implements Model {
  private before = new Map<string, number>();
  private ordersMs: number[] = [];

  saw(happening: Happening, session: Session): void {
    const after = exposures(session);
    if (happening.kind === 'checked') this.checked(happening.judged, session, after);
    // A report may bring fills nobody reserved, or at another price. Nothing else makes exposure grow.
    else if (happening.kind !== 'reported')
      for (const [symbol, value] of after) expect(value).toBeLessThanOrEqual(this.exposure(symbol) + CAP * ROUNDING);
    this.before = after;
  }

  private checked(
    { request, answer }: (Happening & { kind: 'checked' })['judged'],
    session: Session,
    after: Map<string, number>,
  ): void {
    const { symbol, reduceOnly } = request.order;
    const now = after.get(symbol) ?? 0;
    const isOpening = answer.allow && !reduceOnly;
    const reservation = this.reservationOf(session, answer.decision_id);
    expect(reservation?.qty).toBe(answer.allow ? answer.max_qty : undefined);
    if (answer.allow) this.ordersMs.push(session.nowMs);
    this.ordersMs = this.ordersMs.filter((atMs) => atMs > session.nowMs - 60_000);
    if (isOpening) {
      expect(now).toBeLessThanOrEqual(CAP * (1 + ROUNDING));
      expect(this.ordersMs.length).toBeLessThanOrEqual(PER_MINUTE);
    } else expect(now).toBeLessThanOrEqual(this.exposure(symbol) + CAP * ROUNDING);
    this.expectQuotas(answer, now);
  }

  /** Exits count as orders and are never refused, so the quota may be used up more than once. */
  private expectQuotas({ quotas }: PretradeCheckAnswer, exposure: number): void {
    expect(quotas.trades_pm_left).toBe(Math.max(0, PER_MINUTE - this.ordersMs.length));
    const left = Math.max(0, CAP - exposure);
    expect(Math.abs(quotas.symbol_exposure_left_usdt! - left)).toBeLessThanOrEqual(CAP * ROUNDING * 2);
    expect(quotas.symbol_exposure_left_usdt).toBeGreaterThanOrEqual(0);
  }

  private reservationOf({ engine }: Session, decisionId: string): Reservation | undefined {
    return engine.snapshot().reservations.reservations.find((one) => one.decisionId === decisionId);
  }

  private exposure(symbol: string): number {
    return this.before.get(symbol) ?? 0;
  }
}

describe('the caps', () => {
  it('are never exceeded by what is allowed, whatever is reported of orders known and unknown, and quotas say what is left', () => {
    fc.assert(
      fc.property(histories(60, { without: ['switch'] }), (history) => live(new Session(CONFIG), history, new Books())),
      tried(150),
    );
  });

  it('hold at the venue: position and open orders, however its reports are cut, delayed, mixed up and repeated', () => {
    const caps = { max_symbol_exposure_usdt: 50 * VENUE_PRICE, reservation_ttl_ms: 86_400_000 };
    fc.assert(
      fc.property(venueCommands(80), (commands) => {
        const real = new Session({ ...CONFIG, risk: caps });
        fc.modelRun(() => ({ model: new Venue(caps.max_symbol_exposure_usdt), real }), commands);
      }),
      tried(150),
    );
  });

  it('leave a quota of 0, never less, where a switch puts them below what is in use', () => {
    const session = new Session(CONFIG);
    for (let n = 0; n < 4; n++) session.check(bodyOf({ qty: 0.1 }));
    session.switchTo({ risk: { max_symbol_exposure_usdt: 5_000, max_orders_per_min: 1 } });
    const { allow, quotas } = session.check(bodyOf({ qty: 0.1 })).answer;
    expect([allow, quotas]).toEqual([false, { trades_pm_left: 0, symbol_exposure_left_usdt: 0 }]);
  });
});
