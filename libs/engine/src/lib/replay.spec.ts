import fc from 'fast-check';
import { fitCalibrator } from '@aurora/calibration';
import { isReplayCode, parseRecord } from '@aurora/events';
import { GUARD_SET } from '@aurora/gates';
import { histories, live, sections } from './history.fixture';
import { LogReplay, ReplayError } from './replay';
import { tried } from './runs.fixture';
import { bodyOf, NOON, replayOf, Session } from './session.fixture';

const decisionsIn = (lines: readonly string[]): number =>
  lines.filter((line) => line.includes('"POLICY.DECISION"')).length;

/** The lines judge again to the byte and lead to the state the session ended in, to the byte. */
function expectSame(lines: readonly string[], { engine }: Session): void {
  const replay = replayOf(lines);
  expect(replay.differences).toEqual([]);
  expect([replay.decisions, replay.differenceCount]).toEqual([decisionsIn(lines), 0]);
  expect(JSON.stringify(replay.snapshot())).toBe(JSON.stringify(engine.snapshot()));
}

describe('LogReplay', () => {
  it('judges any history again to the byte and ends in the same state, restarts, switches and a clock set back included', () => {
    fc.assert(
      fc.property(sections, histories(60, { clock: 'erratic' }), (config, history) => {
        const session = new Session(config);
        live(session, history);
        expectSame(session.lines, session);
      }),
      tried(60),
    );
  });

  it('needs nothing before the latest start: that carries the state, and the rest of the log leads on from it', () => {
    fc.assert(
      fc.property(sections, histories(30), histories(30), (config, before, after) => {
        const session = new Session(config);
        live(session, before);
        session.restart();
        live(session, after);
        session.lines.forEach((line, at) => {
          if (line.includes('"AURORA.STARTUP.OK"')) expectSame(session.lines.slice(at), session);
        });
      }),
      tried(40),
    );
  });

  it('needs nothing that sampling may drop', () => {
    fc.assert(
      fc.property(sections, histories(60), (config, history) => {
        const session = new Session(config, null, NOON, { sampling: ['1/1000 .*'] });
        live(session, history);
        expectSame(session.lines, session);
        expectSame(
          session.lines.filter((line) => isReplayCode(parseRecord(line).eventCode)),
          session,
        );
      }),
      tried(40),
    );
  });

  it('does not depend on who looked in between', () => {
    fc.assert(
      fc.property(sections, histories(40), (config, history) => {
        const session = new Session(config);
        live(session, history, {
          saw: () => {
            session.tick();
            session.engine.riskView(session.nowMs);
            session.engine.guardState(session.nowMs);
            session.engine.snapshot();
          },
        });
        const replay = replayOf(session.lines);
        expect(replay.differences).toEqual([]);
        // A look makes reservations leave that have run out; a replay does with the next decision.
        const { reservations } = session.engine.snapshot();
        expect({ ...replay.snapshot(), reservations }).toEqual(session.engine.snapshot());
      }),
      tried(40),
    );
  });

  describe('finds what was changed in a log', () => {
    const session = new Session({ risk: { size_scale: 0.5 }, pretrade: { evaluate: 'all' } });
    session.check(bodyOf({}, { sprt_samples: [0.4, 0.6] }));
    session.advance(5).book({ decision_id: 'd1', order_id: 1, symbol: 'BTCUSDT', side: 'buy', pnl_pct: -0.5 });
    session.advance(5).operate({ kind: 'cool_off', sec: 5 });
    session.advance(5).check(bodyOf());
    const [START, DECISION, REPORT, COMMAND] = [0, 2, 3, 5] as const;
    const changed = (at: number, from: string, to: string): string[] => {
      expect(session.lines[at]).toContain(from);
      return session.lines.map((line, index) => (index === at ? line.replace(from, to) : line));
    };

    it('nothing was', () => expect(replayOf(session.lines).differenceCount).toBe(0));

    it.each([
      ['a number of a request', DECISION, '"score":0.5', '"score":0.51'],
      ['a name in a request', DECISION, '"score":0.5', '"scope":0.5'],
      ['the word of a decision', DECISION, '"allow":true', '"allow":false'],
      ['the quantity of a decision', DECISION, '"max_qty":0.05', '"max_qty":0.06'],
      ['a number deep inside a decision', DECISION, '"n_obs":2', '"n_obs":3'],
      ['the reason of a decision', DECISION, '"reason":"ok"', '"reason":"OK"'],
      ['a report', REPORT, '"pnl_pct":-0.5', '"pnl_pct":-0.6'],
      ['the time of a command', COMMAND, `"now_ms":${NOON + 10}`, `"now_ms":${NOON + 11}`],
      ['a command', COMMAND, '"kind":"cool_off","sec":5', '"kind":"cool_off","sec":6'],
    ])('%s', (_what, at, from, to) => {
      const { differenceCount, differences } = replayOf(changed(at, from, to));
      expect([differenceCount, differences.length]).toEqual([1, 1]);
      expect(differences[0]!.logged).not.toBe(differences[0]!.replayed);
    });

    it.each([
      ['a value of the configuration', START, '"size_scale":0.5', '"size_scale":0.6', /digest \w{64}, it was \w{64}/],
      ['no configuration', START, '"config":', '"konfig":', /AURORA.STARTUP.OK at \d{19}: /],
      [
        'a body that is no longer a request',
        DECISION,
        '"score":0.5',
        '"score":"x"',
        /decision d1 is no longer accepted/,
      ],
      ['a report of nothing', REPORT, '"order_id":1', '"order_id":[]', /no longer accepted/],
      ['a command nobody knows', COMMAND, '"kind":"cool_off"', '"kind":"warm_up"', /no such command.*warm_up/],
      ['a command without its time', COMMAND, '"now_ms"', '"ms"', /AURORA.COOL_OFF at \d{19}: .*now_ms/],
    ])('%s is an error that says so', (_what, at, from, to, message) => {
      const lines = changed(at, from, to);
      expect(() => replayOf(lines)).toThrow(ReplayError);
      expect(() => replayOf(lines)).toThrow(message);
    });
  });

  it('counts every difference, keeps the first ones, and lets none drag others behind it', () => {
    const session = new Session({ risk: { max_symbol_exposure_usdt: 12_000 } });
    for (let n = 0; n < 4; n++) session.advance(10).check(bodyOf());
    // The first order asks for less than it was answered: what was answered is what went out.
    const lines = session.lines.map((line) =>
      line.replace('"qty":0.1,"price":50000},"market"', '"qty":0.05,"price":50000},"market"'),
    );
    const replay = new LogReplay(GUARD_SET, 1);
    lines.forEach((line, at) => replay.feed(parseRecord(at === 1 ? line : session.lines[at]!)));
    expect([replay.decisions, replay.differenceCount]).toEqual([4, 1]);
    expect(replay.snapshot()!.reservations).toEqual(session.engine.snapshot().reservations);
    const all = new LogReplay(GUARD_SET, 1);
    for (const line of lines) all.feed(parseRecord(line));
    expect([all.differenceCount, all.differences.length]).toEqual([4, 1]);
  });

  it('says that a log does not begin with a start', () => {
    const { lines } = new Session();
    const [, ...rest] = [...lines, ...decided().lines.slice(1)];
    expect(() => replayOf(rest)).toThrow(/POLICY.DECISION at \d{19}: the log does not begin with AURORA.STARTUP.OK/);
    expect(new LogReplay(GUARD_SET).snapshot()).toBeNull();
  });

  it('passes over what changes no decision', () => {
    const lines = decided().lines.flatMap((line) => [
      line,
      '{"ts_ns":1767225600000000000,"run_id":"r","event_code":"ORDER.ACK","details":{"now_ms":1}}',
    ]);
    expect(replayOf(lines)).toMatchObject({ decisions: 1, differenceCount: 0 });
  });

  it('takes a log written before a key of the configuration existed', () => {
    const lines = decided().lines.map((line) => line.replace('"max_orders_per_min":null,', ''));
    expect(replayOf(lines)).toMatchObject({ decisions: 1, differenceCount: 0 });
  });

  it('follows switches of the calibrator and of the configuration', () => {
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
    expect(session.check(bodyOf()).answer.observability.calibrator).toBe('desk@3');
    session.switchTo({ guards: { spread_bps_limit: 1 } });
    expect(session.check(bodyOf()).decision.reasonCode).toBe('spread_bps_too_wide');
    expect(replayOf(session.lines)).toMatchObject({ decisions: 3, differenceCount: 0 });
  });
});

function decided(): Session {
  const session = new Session();
  session.check(bodyOf());
  return session;
}
