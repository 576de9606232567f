import { type OperatorCommand } from './operator-command';
import { bodyOf, Session } from './session.fixture';

const eventsOf = (session: Session, command: OperatorCommand) =>
  session.operate(command).map(({ code, details }) => ({ code, ...details }));

describe('operators', () => {
  it('cool the gate off; a shorter cool-off does not end a longer one', () => {
    const session = new Session();
    const command = { kind: 'cool_off', sec: 10 } as const;
    const until = session.nowMs + 10_000;
    expect(eventsOf(session, command)).toEqual([
      expect.objectContaining({
        code: 'AURORA.COOL_OFF',
        now_ms: session.nowMs,
        command,
        sec: 10,
        cooloffUntilMs: until,
      }),
    ]);
    expect(eventsOf(session, { kind: 'cool_off', sec: 1 })[0]).toMatchObject({
      cooloffUntilMs: until,
      inCooloff: true,
    });
    expect(session.advance(9_999).check(bodyOf()).answer).toMatchObject({ reason: 'latency_cooloff', cooldown_ms: 1 });
    expect(session.check(bodyOf({ reduce_only: true })).answer.allow).toBe(true);
    expect(session.advance(1).check(bodyOf()).answer.allow).toBe(true);
  });

  it('disarm and arm; each says what was before', () => {
    const session = new Session();
    const said = (previous: boolean, armed: boolean) => [
      {
        code: 'AURORA.ARM_STATE',
        now_ms: session.nowMs,
        command: { kind: armed ? 'arm' : 'disarm' },
        previous,
        new: armed,
      },
    ];
    expect(eventsOf(session, { kind: 'disarm' })).toEqual(said(true, false));
    expect(eventsOf(session, { kind: 'disarm' })).toEqual(said(false, false));
    expect(session.check(bodyOf({ reduce_only: true })).decision.reasonCode).toBe('latency_disarmed');
    expect(eventsOf(session, { kind: 'arm' })).toEqual(said(false, true));
    expect(session.check(bodyOf()).decision.allow).toBe(true);
  });

  it('reset warnings, cool-off and halt, not the armed flag, and say so of a kill-switch', () => {
    const session = new Session();
    session.operate({ kind: 'disarm' });
    session.check(bodyOf({}, { latency_ms: 60 }));
    session.check(bodyOf({}, { latency_ms: 60 }));
    expect(session.engine.guardState(session.nowMs)).toMatchObject({ halted: true, warns5m: 2, armed: false });
    expect(eventsOf(session, { kind: 'reset' })).toEqual([
      { code: 'OPS.RESET', now_ms: session.nowMs, command: { kind: 'reset' } },
    ]);
    expect(session.engine.guardState(session.nowMs)).toMatchObject({
      halted: false,
      warns5m: 0,
      inCooloff: false,
      armed: false,
      samples: 2,
    });
    session.operate({ kind: 'arm' });
    session.check(bodyOf({ reduce_only: true }, { latency_ms: null, dq: { stale_book: true } }));
    expect(session.engine.guardState(session.nowMs).haltUntilMs).toBe(session.nowMs + 60_000);
    expect(eventsOf(session, { kind: 'reset' })[1]).toEqual({ code: 'AURORA.RESUME', by: 'operator' });
    expect(session.engine.guardState(session.nowMs).haltUntilMs).toBeNull();
  });

  it('set the trading state; the transition says from where to where', () => {
    const session = new Session();
    const to = (state: 'ACTIVE' | 'REDUCING' | 'HALTED') => eventsOf(session, { kind: 'trading_state', state })[0];
    expect(to('REDUCING')).toMatchObject({ code: 'GOVERNANCE.TRANSITION', previous: 'ACTIVE', new: 'REDUCING' });
    expect(session.check(bodyOf()).decision.reasonCode).toBe('TRADING.REDUCING');
    expect(to('HALTED')).toMatchObject({ previous: 'REDUCING', new: 'HALTED' });
    expect(session.check(bodyOf({ reduce_only: true })).decision.reasonCode).toBe('TRADING.HALTED');
    expect(to('ACTIVE')).toMatchObject({ previous: 'HALTED', new: 'ACTIVE' });
    expect(session.check(bodyOf()).decision.allow).toBe(true);
  });

  it('change risk limits; the scale is clipped, and what is not named stays', () => {
    const session = new Session();
    expect(eventsOf(session, { kind: 'risk_set', overrides: { sizeScale: 7, maxConcurrent: 3 } })[0]).toMatchObject({
      code: 'RISK.UPDATE',
      limits: { sizeScale: 1, maxConcurrent: 3, ddDayPct: 100 },
    });
    session.operate({ kind: 'risk_set', overrides: { sizeScale: 0.25 } });
    expect(session.engine.riskView(session.nowMs)).toMatchObject({ sizeScale: 0.25, maxConcurrent: 3 });
    expect(session.check(bodyOf()).answer.max_qty).toBe(0.025);
  });

  it.each<[string, object]>([
    ['a drawdown beyond its bounds', { kind: 'risk_set', overrides: { ddDayPct: 101 } }],
    ['a cool-off without end', { kind: 'cool_off', sec: Infinity }],
    ['a command that is none', { kind: 'self_destruct' }],
  ])('cannot give %s, and it changes nothing', (_, command) => {
    const session = new Session();
    const before = session.engine.snapshot();
    expect(() => session.operate(command as OperatorCommand)).toThrow(RangeError);
    expect(session.engine.snapshot()).toEqual(before);
  });
});
