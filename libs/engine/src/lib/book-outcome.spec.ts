import { bodyOf, Session, type Sections } from './session.fixture';

const codes = (events: readonly { readonly code: string }[]): string[] => events.map(({ code }) => code);
const fill = (changes: object = {}): object => ({
  order_id: 1,
  symbol: 'BTC/USDT',
  side: 'BUY',
  qty: 1,
  status: 'partially_filled',
  filled: 0.25,
  average: 50_000,
  ...changes,
});
const positionsOf = (session: Session) => session.engine.snapshot().positions.positions;

describe('fills', () => {
  it('are cumulative: each adds what is new', () => {
    const session = new Session();
    session.book(fill());
    session.book(fill());
    session.book(fill({ filled: 0.75, average: 60_000 }));
    session.book(fill({ status: 'filled', filled: 1 }));
    expect(positionsOf(session)).toMatchObject([{ symbol: 'BTCUSDT', qty: '1', openedAtMs: session.nowMs }]);
  });

  it('that repeat a finished order change nothing, though they are on record', () => {
    const session = new Session();
    const last = fill({ status: 'filled', filled: 1, pnl_pct: -1 });
    expect(session.book(last)).toMatchObject({ repeated: false });
    const before = session.engine.snapshot();
    const again = session.book(last);
    expect([again.repeated, codes(again.events)]).toEqual([true, ['POSTTRADE.LOG']]);
    expect(session.engine.snapshot()).toEqual(before);
  });

  it.each<[string, object, boolean, number]>([
    ['the same time stamp again', { ts_ns: 1_700_000_000_000_000_000 }, true, -1],
    ['the same time stamp as a text', { ts_ns: '1700000000000000000' }, true, -1],
    ['another time stamp', { ts_ns: 1_700_000_000_000_001_024 }, false, -2],
    ['the time stamp of another order', { client_order_id: 'other' }, false, -2],
    ['no time stamp', { ts_ns: undefined }, false, -2],
  ])('of a client id with %s: PnL counts once for each report', (_, changes, repeated, pnlPct) => {
    const session = new Session();
    const report = { client_order_id: 'c', ts_ns: 1_700_000_000_000_000_000, pnl_pct: -1 };
    session.book(fill(report));
    expect(session.book(fill({ ...report, ...changes })).repeated).toBe(repeated);
    expect(session.engine.riskView(session.nowMs).pnlTodayPct).toBe(pnlPct);
  });

  it('after an acknowledgement of the same time stamp are news', () => {
    const session = new Session();
    const report = { client_order_id: 'c', ts_ns: 1_700_000_000_000_000_000 };
    session.book({ ...report, order_id: 1, symbol: 'BTC/USDT', side: 'buy', status: 'new' });
    expect(session.book(fill(report)).repeated).toBe(false);
    expect(positionsOf(session)).toMatchObject([{ qty: '0.25' }]);
  });

  it('are told by their kind, behind the report itself', () => {
    const session = new Session();
    const { events, fact } = session.book(fill({ decision_id: 'd9', client_order_id: 'c' }));
    expect(codes(events)).toEqual(['POSTTRADE.LOG', 'ORDER.PARTIAL']);
    expect(events[1]!.details).toEqual({ kind: 'success', status: 'partially_filled', filled: 0.25, average: 50_000 });
    const fields = { symbol: 'BTCUSDT', side: 'buy', cid: 'c', oid: '1', decisionId: 'd9' };
    for (const event of events) expect(event.fields).toEqual(fields);
    expect(fact.filledQty).toBe(0.25);
    expect(codes(session.book(fill({ error_code: -2010 })).events)).toEqual(['POSTTRADE.LOG', 'ORDER.REJECT']);
    expect(session.book({ status: 'new' }).events[0]!.fields).toEqual({});
  });

  it.each<[string, object]>([
    ['without a symbol', { symbol: null }],
    ['without a side', { side: null }],
    ['without a quantity', { status: 'canceled', filled: 0 }],
  ])('%s move no position', (_, changes) => {
    const session = new Session();
    session.book(fill(changes));
    expect(positionsOf(session)).toEqual([]);
  });

  it('at no known price have no value', () => {
    const session = new Session({ risk: { max_symbol_exposure_usdt: 1e6 } });
    session.book(fill({ average: 0 }));
    expect(session.check(bodyOf()).answer).toMatchObject({ allow: false, quotas: { symbol_exposure_left_usdt: 0 } });
  });

  it.each([
    ['says no quantity', { action: 'close', status: 'closed' }],
    ['says no side', { close: true, status: 'filled', filled: 1 }],
  ])('of a close that %s end the position', (_, report) => {
    const session = new Session();
    session.book(fill({ status: 'filled', filled: 1 }));
    session.book({ order_id: 2, symbol: 'BTCUSDT', ...report });
    expect(positionsOf(session)).toEqual([]);
  });

  it('of a close in parts leave nothing behind', () => {
    const session = new Session();
    session.book(fill({ status: 'filled', filled: 0.015 }));
    const closing = { order_id: 2, side: 'sell', action: 'close' };
    session.book(fill({ ...closing, status: 'partially_filled', filled: 0.008 }));
    session.book(fill({ ...closing, status: 'filled', filled: 0.015 }));
    expect(positionsOf(session)).toEqual([]);
  });

  it('of a close that is under way and says no quantity change nothing', () => {
    const session = new Session();
    session.book(fill({ status: 'filled', filled: 1 }));
    session.book({ order_id: 2, symbol: 'BTCUSDT', action: 'close', status: 'partial' });
    expect(positionsOf(session)).toHaveLength(1);
  });

  it('of a close take off what is held and never flip it', () => {
    const session = new Session();
    session.book(fill({ status: 'filled', filled: 1 }));
    session.book(fill({ order_id: 2, side: 'sell', status: 'filled', filled: 3, action: 'close' }));
    expect(positionsOf(session)).toEqual([]);
  });
});

describe('a close', () => {
  const config: Sections = { aurora: { cooldown_after_close_ms: 1000 } };
  const close = { order_id: 2, symbol: 'BTCUSDT', side: 'sell', reduceOnly: true };

  it.each<[string, object, boolean]>([
    ['that was filled', { status: 'filled', filled: 1 }, true],
    ['that was filled in part', { status: 'partially_filled', filled: 0.5 }, true],
    ['that was only accepted', { status: 'new' }, false],
    ['that was rejected', { status: 'rejected' }, false],
  ])('%s starts the cool-down of its symbol: %p', (_, report, starts) => {
    const session = new Session(config);
    session.book({ ...close, ...report });
    session.advance(999);
    expect(session.check(bodyOf()).decision.reasonCode).toBe(starts ? 'cooldown_after_close_active' : null);
    expect(session.check(bodyOf({ symbol: 'ETHUSDT' })).decision.allow).toBe(true);
    session.advance(1);
    expect(session.check(bodyOf()).decision.allow).toBe(true);
  });
});

describe('failures', () => {
  const config: Sections = { guards: { reject_storm_min_total: 4, reject_storm_pct: 0.5, reject_storm_cooldown_s: 5 } };
  const outcomes = (session: Session, ...statuses: string[]) =>
    statuses.forEach((status, n) => session.book({ order_id: `${session.lines.length}-${n}`, status, filled: 0 }));

  it('from half of the outcomes on are a storm', () => {
    const session = new Session(config);
    outcomes(session, 'rejected', 'filled', 'filled', 'new', 'canceled');
    expect(session.check(bodyOf()).decision.allow).toBe(true);
    outcomes(session, 'rejected');
    const { answer, events } = session.check(bodyOf());
    expect(answer).toMatchObject({ reason: 'AURORA.HALT', cooldown_ms: 5000, hard_gate: true });
    expect(answer.observability.reasons).toEqual(['AURORA.HALT', 'killswitch_active']);
    expect(events[0]).toMatchObject({ code: 'AURORA.HALT', details: { until_ms: session.nowMs + 5000 } });
    expect(
      session
        .advance(1)
        .check(bodyOf())
        .events.map(({ code }) => code),
    ).toEqual(['POLICY.DECISION']);
  });

  it('stop exits too', () => {
    const session = new Session(config);
    outcomes(session, 'rejected', 'rejected', 'rejected', 'rejected');
    expect(session.check(bodyOf({ reduce_only: true })).decision.reasonCode).toBe('AURORA.HALT');
  });

  it('that repeat themselves count once', () => {
    const session = new Session(config);
    for (let n = 0; n < 9; n++) session.book({ order_id: 1, symbol: 'BTCUSDT', error: 'no', status: 'rejected' });
    expect(session.check(bodyOf()).decision.allow).toBe(true);
  });
});

describe('realised profit and loss', () => {
  const booked = (config: Sections, ...results: object[]) => {
    const session = new Session(config);
    results.forEach((result, n) => session.book({ order_id: n, status: 'filled', ...result }));
    const { pnlTodayPct, pnlTodayUsdt } = session.engine.riskView(session.nowMs);
    return [pnlTodayPct, pnlTodayUsdt, session.engine.cvar(1)];
  };

  it.each<[string, Sections, object[], (number | null)[]]>([
    ['none', {}, [{}], [0, 0, null]],
    ['percent', {}, [{ pnl_pct: -1 }, { pnl_pct: 0.5 }], [-0.5, 0, -0.25]],
    ['USDT of unknown equity', {}, [{ pnl_usdt: -10 }], [0, -10, null]],
    ['USDT of known equity', { risk: { equity_usdt: 1000 } }, [{ pnl_usdt: -10 }], [-1, -10, -1]],
    ['both: percent counts', { risk: { equity_usdt: 1000 } }, [{ pnl_pct: 0, pnl_usdt: -10 }], [0, -10, 0]],
  ])('in %s', (_, config, results, expected) => {
    expect(booked(config, ...results)).toEqual(expected);
  });

  it('stands in where a request does not say it, and stops the day', () => {
    const session = new Session({ risk: { dd_day_pct: 2 } });
    session.book({ order_id: 1, status: 'filled', pnl_pct: -2 });
    expect(session.check(bodyOf()).decision.reasonCode).toBe('risk_dd_day_cap');
    expect(session.check(bodyOf({}, { pnl_today_pct: -1.99 })).decision.allow).toBe(true);
    session.advance(12 * 3_600_000);
    expect(session.check(bodyOf()).decision.allow).toBe(true);
  });
});

describe('a reservation', () => {
  const exposure = (session: Session) => session.engine.riskView(session.nowMs).exposureUsdt;

  it.each<[string, object, number]>([
    ['shrinks to what is not filled', { status: 'partially_filled', filled: 0.04, average: 50_000 }, 5_000],
    ['becomes the position', { status: 'filled', filled: 0.1, average: 51_000 }, 5_100],
    ['ends with a cancel', { status: 'canceled', filled: 0 }, 0],
    ['ends with a failure', { error_code: -2010 }, 0],
    ['stays while the order works', { status: 'new' }, 5_000],
    [
      'stays where the report names no decision',
      { status: 'filled', filled: 0.1, average: 1, decision_id: null },
      5_000.1,
    ],
  ])('%s', (_, report, expected) => {
    const session = new Session();
    session.check(bodyOf());
    session.book({ decision_id: 'd1', order_id: 1, symbol: 'BTCUSDT', side: 'buy', ...report });
    expect(exposure(session)).toBeCloseTo(expected, 9);
  });

  it('ends with its time', () => {
    const session = new Session({ risk: { reservation_ttl_ms: 1000 } });
    session.check(bodyOf());
    expect(exposure(session.advance(999))).toBe(5_000);
    expect(exposure(session.advance(1))).toBe(0);
  });

  it('that has ended no longer stands against an exit while reducing', () => {
    const session = new Session({ risk: { reservation_ttl_ms: 1000 } });
    session.book(fill({ status: 'filled', filled: 1 }));
    session.operate({ kind: 'trading_state', state: 'REDUCING' });
    const exit = bodyOf({ side: 'sell', qty: 0.6, reduce_only: true });
    expect(session.check(exit).decision.allow).toBe(true);
    expect(session.advance(999).check(exit).decision.reasonCode).toBe('TRADING.REDUCING');
    expect(session.advance(1).check(exit).decision.allow).toBe(true);
  });
});
