import { type LoggedDecision } from './follow-decision';
import { type Judged } from './judged';
import { bodyOf, Session } from './session.fixture';

const CONFIG = { risk: { max_symbol_exposure_usdt: 12_000, max_orders_per_min: 3 } };

/** Judges a body and lets the state follow another decision on it. */
function followed(body: object, logged: Partial<LoggedDecision>): Session {
  const session = new Session(CONFIG);
  const judged = session.check(body);
  follow(session, judged, logged);
  return session;
}

function follow({ engine, nowMs }: Session, judged: Judged, changed: Partial<LoggedDecision>): void {
  const logged = { ...judged.answer, ...changed };
  const answered = { allow: logged.allow, maxQty: logged.max_qty };
  engine.follow(logged.decision_id, judged.request, judged.decision, answered, nowMs);
  engine.followDenial(logged, nowMs);
}

const quotasOf = (session: Session) => session.check(bodyOf({}, { spread_bps: 99 })).answer.quotas;

describe('the state follows a decision', () => {
  it.each<[string, object, Partial<LoggedDecision>, number, number]>([
    ['that is the same', bodyOf(), {}, 2, 7_000],
    ['that allowed less', bodyOf(), { max_qty: 0.05 }, 2, 9_500],
    ['that denied', bodyOf(), { allow: false, max_qty: 0 }, 3, 12_000],
    ['that allowed', bodyOf({}, { spread_bps: 99 }), { allow: true, max_qty: 0.1 }, 2, 7_000],
    ['that allowed more than there was left', bodyOf({ qty: 1 }), { allow: true, max_qty: 1 }, 2, 0],
    [
      'that allowed an order told by its value',
      bodyOf({ price: null, notional: 4000 }, { spread_bps: 99 }),
      { allow: true, max_qty: 0.1 },
      2,
      8_000,
    ],
  ])('%s', (_, body, logged, trades_pm_left, symbol_exposure_left_usdt) => {
    expect(quotasOf(followed(body, logged))).toEqual({ trades_pm_left, symbol_exposure_left_usdt });
  });

  it('that allowed an order beyond the orders of the minute', () => {
    const session = new Session(CONFIG);
    for (let n = 0; n < 3; n++) session.check(bodyOf({ qty: 0.01 }));
    const judged = session.check(bodyOf());
    expect(judged.decision.reasonCode).toBe('risk_orders_per_min');
    follow(session, judged, { allow: true, max_qty: 0.1 });
    expect(quotasOf(session)).toEqual({ trades_pm_left: 0, symbol_exposure_left_usdt: 5_500 });
  });

  it.each<[string, Partial<LoggedDecision>, object]>([
    ['a halt by latency', { reason: 'latency_halt' }, { halted: true }],
    ['a cool-off', { reason: 'latency_cooloff', cooldown_ms: 700 }, { inCooloff: true, halted: false }],
    ['the kill-switch', { reason: 'AURORA.HALT', cooldown_ms: 700 }, { haltUntilMs: expect.any(Number) }],
    [
      'nothing of the kind',
      { reason: 'spread_bps_too_wide:99.0', cooldown_ms: 700 },
      { halted: false, inCooloff: false, haltUntilMs: null },
    ],
  ])('that was refused by %s', (_, logged, state) => {
    const session = followed(bodyOf(), { allow: false, max_qty: 0, ...logged });
    expect(session.engine.guardState(session.nowMs)).toMatchObject(state);
    session.operate({ kind: 'cool_off', sec: 600 });
    const judged = session.check(bodyOf());
    follow(session, judged, { reason: 'latency_cooloff', cooldown_ms: 1 });
    expect(session.engine.guardState(session.nowMs).cooloffUntilMs).toBe(session.nowMs + 600_000);
  });

  it('so that a gate whose latency window is gone still comes back halted', () => {
    const first = new Session();
    const stored = first.engine.snapshot();
    for (let n = 0; n < 3; n++) first.check(bodyOf({}, { latency_ms: 60 }));
    const { lines } = first;
    // As after a crash: the state is older than the log, and 20 samples are wanted that are no longer there.
    const second = new Session({ aurora: { latency_min_samples: 20 } }, stored);
    const judged = second.check(bodyOf({}, { latency_ms: 60 }));
    expect(judged.answer.allow).toBe(true);
    follow(second, judged, JSON.parse(lines.at(-1)!).details.decision);
    expect(second.check(bodyOf()).answer.reason).toBe('latency_halt');
  });
});
