import fc from 'fast-check';
import { type TradingState } from '@aurora/risk';
import { histories, live, sections, type Happening, type Model } from '../history.fixture';
import { tried } from '../runs.fixture';
import { bodyOf, NOON, Session, type Sections } from '../session.fixture';

/** Every stop as it stands by what happened. What operators set is known; a check may only add to it. */
class Stops implements Model {
  private disarmed = false;
  private halted = false;
  private tradingState: TradingState = 'ACTIVE';
  private cooloffUntilMs = 0;
  private killSwitchUntilMs = 0;

  saw(happening: Happening, session: Session): void {
    if (happening.kind === 'operated') this.operated(happening.command, session.nowMs);
    if (happening.kind === 'checked') {
      const { decision, request } = happening.judged;
      if (decision.allow) expect(this.inForce(session.nowMs, request.order.reduceOnly)).toEqual([]);
      this.mayTighten(session);
    }
    expect(this.asItStands(session)).toEqual(this.asReckoned());
  }

  /** The cool-off stops openings only. */
  private inForce(nowMs: number, isExit: boolean): readonly string[] {
    return [
      this.disarmed ? 'disarmed' : '',
      this.halted ? 'halted' : '',
      this.tradingState === 'HALTED' ? 'trading halted' : '',
      nowMs < this.killSwitchUntilMs ? 'kill-switch' : '',
      !isExit && nowMs < this.cooloffUntilMs ? 'cooling off' : '',
    ].filter((stop) => stop !== '');
  }

  private operated(command: (Happening & { kind: 'operated' })['command'], nowMs: number): void {
    switch (command.kind) {
      case 'arm':
      case 'disarm':
        this.disarmed = command.kind === 'disarm';
        return;
      case 'reset':
        this.halted = false;
        this.cooloffUntilMs = 0;
        this.killSwitchUntilMs = 0;
        return;
      case 'cool_off':
        this.cooloffUntilMs = Math.max(this.cooloffUntilMs, nowMs + command.sec * 1000);
        return;
      case 'trading_state':
        this.tradingState = command.state;
    }
  }

  /** A check may halt, lengthen a cool-off or the kill-switch; it lifts and shortens nothing. */
  private mayTighten(session: Session): void {
    const { health, governance } = session.engine.snapshot();
    expect([health.halted || !this.halted, health.cooloffUntilMs >= this.cooloffUntilMs]).toEqual([true, true]);
    expect(governance.haltUntilMs).toBeGreaterThanOrEqual(this.killSwitchUntilMs);
    this.halted = health.halted;
    this.cooloffUntilMs = health.cooloffUntilMs;
    this.killSwitchUntilMs = governance.haltUntilMs;
  }

  private asReckoned() {
    const { disarmed, halted, tradingState, cooloffUntilMs, killSwitchUntilMs } = this;
    return { disarmed, halted, tradingState, cooloffUntilMs, killSwitchUntilMs };
  }

  private asItStands({ engine }: Session) {
    const { health, governance, trading_state: tradingState } = engine.snapshot();
    const { armed, halted, cooloffUntilMs } = health;
    return { disarmed: !armed, halted, tradingState, cooloffUntilMs, killSwitchUntilMs: governance.haltUntilMs };
  }
}

describe('a stop', () => {
  it('holds until its end or the operator, through reports, switches, restarts and a clock set back', () => {
    fc.assert(
      fc.property(sections, histories(60, { clock: 'erratic' }), (config, history) =>
        live(new Session(config), history, new Stops()),
      ),
      tried(150),
    );
  });

  /** What lasts, what it is called, and what brings it about. */
  const STOPS: [name: string, reason: string, stop: (session: Session) => void][] = [
    ['a disarmed gate', 'latency_disarmed', (session) => session.operate({ kind: 'disarm' })],
    [
      'a halt by latency',
      'latency_halt',
      (session) => [1, 2].forEach(() => session.check(bodyOf({}, { latency_ms: 60 }))),
    ],
    ['HALTED', 'TRADING.HALTED', (session) => session.operate({ kind: 'trading_state', state: 'HALTED' })],
    ['the kill-switch', 'AURORA.HALT', (session) => session.check(bodyOf({}, { dq: { stale_book: true } }))],
    ['a cool-off', 'latency_cooloff', (session) => session.operate({ kind: 'cool_off', sec: 60 })],
  ];
  const restart = (session: Session) => session.restart();
  const LATER: [name: string, (session: Session) => void][] = [
    ['at once', () => undefined],
    ['after a restart', restart],
    ['at its last millisecond', (session) => session.advance(59_999)],
    ['with the clock set back a day', (session) => session.advance(-86_400_000)],
    ['with the clock set back a day, and a restart', (session) => restart(session.advance(-86_400_000))],
    [
      'after an overlay',
      (session) => session.switchTo({ guards: { reject_storm_cooldown_s: 0 }, aurora: { cooloff_base_sec: 0 } }),
    ],
    [
      'after warnings and reports',
      (session) => {
        session.check(bodyOf({}, { latency_ms: 60 }));
        session.book({ order_id: 1, symbol: 'BTCUSDT', side: 'buy', status: 'filled', filled: 1, average: 9 });
      },
    ],
    [
      'after other commands',
      (session) => {
        session.operate({ kind: 'cool_off', sec: 1 });
        session.operate({ kind: 'risk_set', overrides: { sizeScale: 1 } });
      },
    ],
  ];
  const pairs = STOPS.flatMap(([name, , stop]) => LATER.map(([when, later]) => [name, when, stop, later] as const));

  it.each(STOPS)('%s says so: %s', (_, reason, stop) => {
    const session = new Session();
    stop(session);
    expect(session.check(bodyOf()).answer).toMatchObject({ allow: false, reason });
  });

  it.each(pairs)('%s holds %s', (_name, _when, stop, later) => {
    const session = new Session({ aurora: { latency_window_sec: 1 } });
    stop(session);
    later(session);
    expect(session.check(bodyOf({}, { latency_ms: 1 })).answer.allow).toBe(false);
  });
});

describe('a clock that is set back', () => {
  /** Of orders that were not rejected: the window of the kill-switch knows the latest time it was asked for, no other. */
  const accepted = { without: ['report', 'switch'] } as const;
  const back = fc.integer({ min: 1, max: 86_400_000 });
  const base: Sections = {
    risk: { max_symbol_exposure_usdt: 60_000, max_orders_per_min: 20 },
    aurora: { min_open_interval_ms: 500, cooldown_after_close_ms: 4_000 },
    trap: { min_history: 240 },
  };

  it('allows nothing that one standing still would not', () => {
    fc.assert(
      fc.property(histories(25, accepted), fc.array(back, { minLength: 1, maxLength: 3 }), (history, steps) => {
        const [still, erratic] = [new Session(base), new Session(base)];
        for (const session of [still, erratic]) {
          live(session, history);
          // The windows of both have seen this time.
          session.check(bodyOf({ symbol: 'XRPUSDT' }));
          session.engine.guardState(session.nowMs);
        }
        for (const ms of steps) {
          const [given, kept] = [still.check(bodyOf()).answer, erratic.advance(-ms).check(bodyOf()).answer];
          if (kept.allow) expect([given.allow, kept.max_qty <= given.max_qty]).toEqual([true, true]);
          if (given.allow !== kept.allow) return;
        }
      }),
      tried(150),
    );
  });

  it('brings back what a clock that ran ahead had ended', () => {
    const session = new Session();
    session.operate({ kind: 'cool_off', sec: 60 });
    session.book({ order_id: 1, status: 'filled', pnl_pct: -11 });
    session.advance(86_400_000);
    expect(session.check(bodyOf()).answer.reason).toBe('ok');
    session.advance(-86_399_000);
    expect(session.check(bodyOf()).answer.reason).toBe('latency_cooloff');
    session.advance(59_000);
    expect([session.nowMs, session.check(bodyOf()).answer.reason]).toEqual([NOON + 60_000, 'RISK.DENY.DRAWDOWN']);
  });
});
