import fc from 'fast-check';
import { fitCalibrator, loadCalibrator } from '@aurora/calibration';
import { configFromLog } from '@aurora/config';
import { GUARD_SET } from '@aurora/gates';
import { histories, live, sections, unstopped } from './history.fixture';
import { LogReplay } from './replay';
import { tried } from './runs.fixture';
import { bodyOf, configOf, NOON, Session, type Sections } from './session.fixture';
import { WhatIf, type Compared, type WhatIfOptions } from './what-if';

type Options = Partial<Pick<WhatIfOptions, 'configFor' | 'calibrator' | 'independent'>>;

/** Lays a log before another configuration. */
function judgedBy(
  lines: readonly string[],
  options: Options,
  each: (replay: LogReplay, whatIf: WhatIf) => void = () => {},
) {
  const compared: Compared[] = [];
  const whatIf = new WhatIf(GUARD_SET, {
    configFor: (logged) => configFromLog(logged),
    ...options,
    onDecision: (one) => compared.push(one),
  });
  const replay = new LogReplay(GUARD_SET, 100, whatIf);
  for (const line of lines) {
    replay.feedLine(line);
    each(replay, whatIf);
  }
  return compared;
}

interface Decided {
  readonly now_ms: number;
  readonly request: object;
}

const by = (given: Sections): Options => ({ configFor: () => configOf(given) });
const words = (compared: readonly Compared[]) => compared.map(({ was, would }) => [was.reason, would.reason]);

describe('WhatIf', () => {
  it('decides as the log where the configuration is that of the log, in any history', () => {
    fc.assert(
      fc.property(sections, histories(50), (config, history) => {
        const session = new Session(config);
        live(session, history);
        for (const independent of [false, true]) {
          for (const { was, would, faithful } of judgedBy(session.lines, { independent })) {
            expect(faithful).toBe(true);
            expect(would).toEqual(was);
          }
        }
      }),
      tried(40),
    );
  });

  it('judges in the state that the log led to, whatever it decides itself', () => {
    fc.assert(
      fc.property(sections, sections, histories(50), (config, other, history) => {
        const session = new Session(config);
        live(session, history);
        // How long a reservation holds is for the configuration to say.
        const options = by({ ...other, risk: { ...(other['risk'] as object), reservation_ttl_ms: 10_000_000 } });
        judgedBy(session.lines, options, (replay, whatIf) => {
          const [log, own] = [replay.snapshot()!, whatIf.snapshot()!];
          expect(own.health).toEqual(log.health);
          expect(own.governance).toEqual(log.governance);
          expect(own.trading_state).toBe(log.trading_state);
          expect(own.anti_churn).toEqual(log.anti_churn);
          expect(own.positions).toEqual(log.positions);
          const held = new Map(own.reservations.reservations.map((one) => [one.decisionId, one]));
          for (const { decisionId, qty, filledQty } of log.reservations.reservations)
            expect(held.get(decisionId)).toMatchObject({ qty, filledQty });
        });
      }),
      tried(40),
    );
  });

  it('decides, where its state is its own, as a gate that was asked the same', () => {
    fc.assert(
      fc.property(sections, sections, unstopped(40), (config, other, history) => {
        const session = new Session(config);
        live(session, history);
        const asked = session.lines.filter((line, at) => at === 0 || line.includes('"POLICY.DECISION"'));
        const fresh = new Session(other);
        const answers = asked.slice(1).map((line) => {
          const { details, decision_id: id } = JSON.parse(line) as { details: Decided; decision_id: string };
          fresh.nowMs = details.now_ms;
          const { allow, maxQty, reason } = fresh.check(details.request, id).decision;
          return { allow, maxQty, reason };
        });
        const compared = judgedBy(asked, { ...by(other), independent: true });
        expect(compared.map(({ would: { allow, maxQty, reason } }) => ({ allow, maxQty, reason }))).toEqual(answers);
      }),
      tried(40),
    );
  });

  it('says what flips and by which numbers', () => {
    const session = new Session();
    session.check(bodyOf({}, { spread_bps: 5 }));
    session.check(bodyOf({}, { spread_bps: 5.1 }));
    session.check(bodyOf({}, { spread_bps: 80.1 }));
    const compared = judgedBy(session.lines, by({ guards: { spread_bps_limit: 5 } }));
    expect(compared.map(({ was, would }) => [was.allow, would.allow])).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
    const numbers = (guards: Compared['would']['guards']) => guards.find(({ guard }) => guard === 'spread');
    expect(numbers(compared[1]!.was.guards)).toMatchObject({ outcome: 'pass', value: 5.1, limit: 80 });
    expect(numbers(compared[1]!.would.guards)).toMatchObject({ outcome: 'block', value: 5.1, limit: 5 });
    expect(compared[1]!.would.blockedBy).toBe('spread');
  });

  describe('lets no flip drag others behind it', () => {
    it('an order that would have been allowed is not counted against the orders of the minute', () => {
      const session = new Session({ guards: { spread_bps_limit: 1 } });
      for (let n = 0; n < 4; n++) session.advance(100).check(bodyOf());
      const looser = by({
        guards: { spread_bps_limit: 80 },
        risk: { max_orders_per_min: 1 },
        aurora: { min_open_interval_ms: 5000 },
      });
      expect(words(judgedBy(session.lines, looser)).map(([, would]) => would)).toEqual(['ok', 'ok', 'ok', 'ok']);
      const own = judgedBy(session.lines, { ...looser, independent: true });
      expect(own.map(({ would }) => would.reason)).toEqual([
        'ok',
        'open_rate_limit',
        'open_rate_limit',
        'open_rate_limit',
      ]);
    });

    it('an order that went out is in the way of the next, though it would have been denied', () => {
      const session = new Session();
      session.check(bodyOf({}, { spread_bps: 50 }));
      session.advance(100).check(bodyOf());
      const tighter = by({ guards: { spread_bps_limit: 40 }, risk: { max_orders_per_min: 1 } });
      const words = (options: Options) => judgedBy(session.lines, options).map(({ would }) => would.allow);
      expect(words(tighter)).toEqual([false, false]);
      expect(words({ ...tighter, independent: true })).toEqual([false, true]);
    });

    it('a cool-off that only the change would have begun is over with its own order', () => {
      const session = new Session();
      session.check(bodyOf({}, { latency_ms: 25 }));
      session.advance(61_000).check(bodyOf({}, { latency_ms: 10 }));
      const tighter = by({ aurora: { latency_guard_ms: 20 } });
      expect(judgedBy(session.lines, tighter).map(({ would }) => would.reason)).toEqual(['latency_cooloff', 'ok']);
      const own = judgedBy(session.lines, { ...tighter, independent: true });
      expect(own.map(({ would }) => would.reason)).toEqual(['latency_cooloff', 'latency_cooloff']);
    });

    it('a cool-off and a kill-switch of the log are in force, though the change would not have begun them', () => {
      const session = new Session();
      session.check(bodyOf({}, { latency_ms: 35 }));
      session.advance(61_000).check(bodyOf());
      session.operate({ kind: 'reset' });
      session.check(bodyOf({}, { dq: { stale_book: true } }));
      session.advance(1000).check(bodyOf());
      const looser = by({ aurora: { latency_guard_ms: 100 }, guards: { reject_storm_cooldown_s: 0 } });
      expect(words(judgedBy(session.lines, looser))).toEqual([
        ['latency_cooloff', 'ok'],
        ['latency_cooloff', 'latency_cooloff'],
        ['AURORA.HALT', 'DQ_EVENT.STALE_BOOK'],
        ['AURORA.HALT', 'AURORA.HALT'],
      ]);
    });
  });

  it('goes with switches of configuration, overlays and calibrators', () => {
    const artifact = fitCalibrator({
      kind: 'platt',
      name: 'desk',
      version: '3',
      scores: Array.from({ length: 40 }, (_, n) => n / 20 - 1),
      labels: Array.from({ length: 40 }, (_, n) => ((n * 7) % 40 < n ? 1 : 0)),
    });
    const session = new Session();
    session.check(bodyOf());
    session.switchCalibrator(artifact);
    session.check(bodyOf());
    session.switchTo({ guards: { spread_bps_limit: 1 } });
    session.check(bodyOf());
    const overlays: unknown[] = [];
    const asLogged: Options = { configFor: (logged, overlay) => (overlays.push(overlay), configFromLog(logged)) };
    expect(judgedBy(session.lines, asLogged).every(({ was, would }) => was.reason === would.reason)).toBe(true);
    expect(overlays).toEqual([undefined, undefined]);
    const one = judgedBy(session.lines, { calibrator: loadCalibrator(artifact) });
    const expected = (at: number) => one[at]!.would.guards.find(({ guard }) => guard === 'expected_return')?.value;
    expect(expected(0)).toBe(expected(1));
    expect(one[0]!.was.guards).not.toEqual(one[0]!.would.guards);
  });

  it('compares with what the log says where that does not come out again', () => {
    const session = new Session();
    session.check(bodyOf());
    const lines = session.lines.map((line) =>
      line
        .replace('"allow":true,"max_qty":0.1', '"allow":false,"max_qty":0')
        .replace('"reason":"ok"', '"reason":"spread_bps_too_wide:99"'),
    );
    const [compared] = judgedBy(lines, {});
    expect(compared).toMatchObject({
      faithful: false,
      was: { allow: false, maxQty: 0, reason: 'spread_bps_too_wide:99', blockedBy: null },
      would: { allow: true, maxQty: 0.1 },
    });
    expect(NOON).toBe(compared!.nowMs);
  });
});
