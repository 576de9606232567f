import fc from 'fast-check';
import { type PretradeCheckAnswer } from '@aurora/contracts';
import { histories, live, sections, unstopped, type History } from '../history.fixture';
import { body, fullBody } from '../request.fixture';
import { tried } from '../runs.fixture';
import { bodyOf, Session, type Body, type Sections } from '../session.fixture';
import { configured, settings, settingsOf } from './limits.fixture';
import { amount, worse, worsening, WORSENINGS } from './worsening.fixture';

/** What a gate answers to each body, each time after the same history. */
function answersTo(
  bodies: readonly object[],
  start: Sections,
  history: History,
  config: Sections,
): readonly PretradeCheckAnswer[] {
  return bodies.map((last) => {
    const session = new Session(start);
    live(session, history);
    session.switchTo(config);
    return session.check(last).answer;
  });
}

function expectNoBetter(bodies: readonly [Body, Body], [base, made]: readonly PretradeCheckAnswer[]): void {
  if (!made!.allow) return;
  expect(base!.allow).toBe(true);
  expect(made!.risk_scale).toBeLessThanOrEqual(base!.risk_scale);
  // Of a larger order more may go, though no larger share. Cutting to a cap rounds.
  const [share, shareMade] = [base!, made!].map(({ max_qty }, at) => max_qty / Number(bodies[at]!.order['qty']));
  expect(shareMade).toBeLessThanOrEqual(share! * (1 + 1e-12));
}

/** Neither p95 nor kill-switch stop what the one limit that is looked at should decide. */
const UNSTOPPED: Sections = { aurora: { latency_guard_ms: 600_000 }, guards: { reject_storm_cooldown_s: 0 } };

describe('a worse request after the same history', () => {
  it('is blocked where the better one is, and never gets a larger share', () => {
    fc.assert(
      fc.property(settings(), sections, histories(12), body, worsening, (limits, start, history, last, by) => {
        const bodies = [last, worse(last, by)] as const;
        expectNoBetter(bodies, answersTo(bodies, start, history, configured(limits)));
      }),
      tried(300),
    );
  });

  it.each(Object.entries(WORSENINGS))('%s, alone, against the limits it runs into', (name, { meets }) => {
    // The more keys take part, the rarer is each way in which they decide.
    const [length, usual] = meets.length > 3 ? [30, 150] : [8, 40];
    fc.assert(
      fc.property(settingsOf(meets), unstopped(length), fullBody, amount, (limits, history, last, by) => {
        const bodies = [last, worse(last, { [name]: by })] as const;
        expectNoBetter(bodies, answersTo(bodies, UNSTOPPED, history, configured(limits)));
      }),
      tried(usual),
    );
  });
});

describe('where the formulas know no worse', () => {
  const allows = (config: Sections, last: object, before: (session: Session) => void = () => undefined): boolean => {
    const session = new Session(config);
    before(session);
    return session.check(last).answer.allow;
  };
  const TRAP = (order: object) => bodyOf({}, { trap_cancel_deltas: [4], trap_add_deltas: [2], ...order });

  it.each<[string, Sections, object, object]>([
    [
      'a gain of nothing leaves the slippage guard nothing to compare with, and a negative minimum lets it pass',
      { risk: { pi_min_bps: -100 } },
      bodyOf({}, { b_bps: 1 }),
      bodyOf({}, { b_bps: 0 }),
    ],
    [
      'a smaller score is a smaller claim for the sequential test',
      { risk: { pi_min_bps: -100 } },
      bodyOf({}, { score: 1, sprt_samples: [-2, -2] }),
      bodyOf({}, { score: 0, sprt_samples: [-2, -2] }),
    ],
    [
      'a score counts against the order when the stop gains and the target loses',
      { risk: { pi_min_bps: -5 } },
      bodyOf({}, { a_bps: -20, b_bps: -10, score: 1 }),
      bodyOf({}, { a_bps: -20, b_bps: -10, score: -1 }),
    ],
    [
      'more trades make a pull of walls smaller',
      { trap: { z_threshold: 3 } },
      TRAP({ trap_trades_cnt: 1 }),
      TRAP({ trap_trades_cnt: 1_000_000 }),
    ],
    [
      'a number that is not given is not judged, or what was booked stands in',
      {},
      bodyOf({}, { pnl_today_pct: -11 }),
      bodyOf({}, { pnl_today_pct: null }),
    ],
    [
      'a value of nothing is none, and what has no value cannot be bounded',
      { risk: { max_symbol_exposure_usdt: 5_000 } },
      bodyOf({ price: null, notional: 0 }),
      bodyOf({ price: null, notional: 1 }),
    ],
    [
      'a further loss among many returns thins out the tail',
      { guards: { cvar_limit: 5, cvar_alpha: 1 } },
      bodyOf({}, { cvar_hist: [-6] }),
      bodyOf({}, { cvar_hist: [-6, -1] }),
    ],
  ])('%s', (_, config, base, made) => {
    expect([allows(config, base), allows(config, made)]).toEqual([false, true]);
  });

  it.each<[string, Sections, object, object]>([
    [
      'what is blocked early does not reach the kill-switch',
      {},
      bodyOf({}, { dq: { stale_book: true } }),
      bodyOf({}, { dq: { stale_book: true }, spread_bps: 500 }),
    ],
    [
      'what is blocked reserves nothing',
      { risk: { max_symbol_exposure_usdt: 5_000 } },
      bodyOf(),
      bodyOf({}, { spread_bps: 500 }),
    ],
  ])('the requests that follow: %s', (_, config, base, made) => {
    const after = [base, made].map((first) => allows(config, bodyOf(), (session) => session.check(first)));
    expect(after).toEqual([false, true]);
  });

  it('the requests that follow: what was measured stands in the histories the next one is compared with', () => {
    const pulled = TRAP({ trap_cancel_deltas: [6], trap_trades_cnt: 1 });
    const after = [5, 50].map((cancels) =>
      allows({ trap: { z_threshold: 1, score_threshold: 1, min_history: 3 } }, pulled, (session) => {
        for (const first of [2, 2.1, cancels]) session.check(TRAP({ trap_cancel_deltas: [first], trap_trades_cnt: 1 }));
      }),
    );
    expect(after).toEqual([false, true]);
  });
});
