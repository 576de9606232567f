import fc from 'fast-check';
import { GUARD_SET } from '@aurora/gates';
import { histories, live, sections } from './history.fixture';
import { tried } from './runs.fixture';
import { bodyOf, configOf, NOON, Session, type Sections } from './session.fixture';

describe('another configuration', () => {
  it('keeps the state it finds', () => {
    fc.assert(
      fc.property(sections, sections, histories(30), (config, next, history) => {
        const session = new Session(config);
        live(session, history);
        const before = session.engine.snapshot();
        session.switchTo(next);
        expect(session.engine.snapshot()).toEqual(before);
        expect(session.engine.config.hash).toBe(configOf(next).hash);
      }),
      tried(30),
    );
  });

  it('judges by its own limits from the next request on', () => {
    const session = new Session();
    session.book({ order_id: 1, status: 'filled', pnl_usdt: -30 });
    const reasonUnder = (config: Sections) => {
      session.switchTo(config);
      return session.check(bodyOf()).answer.reason;
    };
    expect(reasonUnder({ guards: { latency_ms_limit: 9 } })).toBe('latency_guard');
    expect(reasonUnder({ risk: { pi_min_bps: 90 } })).toBe('expected_return_gate');
    expect(reasonUnder({ risk: { equity_usdt: 1000, dd_day_pct: 3 } })).toBe('risk_dd_day_cap');
    expect(reasonUnder({ aurora: { latency_guard_ms: 9 } })).toBe('latency_cooloff');
    session.operate({ kind: 'reset' });
    expect(reasonUnder({ risk: { max_orders_per_min: 0 } })).toBe('risk_orders_per_min');
    expect(reasonUnder({})).toBe('ok');
  });

  it('keeps what operators set over it', () => {
    const session = new Session();
    session.operate({ kind: 'risk_set', overrides: { sizeScale: 0.5 } });
    session.switchTo({ risk: { size_scale: 0.9, max_concurrent: 4 } });
    expect(session.engine.riskView(NOON)).toMatchObject({ sizeScale: 0.5, maxConcurrent: 4 });
  });

  it('that the guards refuse changes nothing', () => {
    const session = new Session();
    const { config, hash } = configOf({ guards: { latency_ms_limit: 9 } });
    const broken = { hash, config: { ...config, pretrade: { ...config.pretrade, order: ['latency', 'latency'] } } };
    expect(() => session.engine.switchConfig(broken)).toThrow(RangeError);
    expect(session.engine.config.hash).toBe(configOf().hash);
    expect(session.check(bodyOf()).answer.allow).toBe(true);
  });
});

describe('tick', () => {
  it('ends the kill-switch where no request does, once, and exactly at its end', () => {
    const session = new Session();
    session.check(bodyOf({}, { dq: { stale_book: true } }));
    expect(session.advance(59_999).tick()).toEqual([]);
    expect(session.advance(1).tick()).toEqual([
      { code: 'AURORA.RESUME', details: { now_ms: NOON + 60_000, by: 'time' }, fields: {} },
    ]);
    expect(session.tick()).toEqual([]);
    expect(session.check(bodyOf()).events).toHaveLength(1);
  });
});

describe('a restart', () => {
  /** What the histories see is left out: those start anew by design. */
  const plain = (order: object = {}) => bodyOf(order, { latency_ms: 1 });

  it('brings back whatever state there was, through JSON', () => {
    fc.assert(
      fc.property(sections, histories(60), (config, history) => {
        const before = new Session(config);
        live(before, history);
        const stored = JSON.parse(JSON.stringify(before.engine.snapshot()));
        expect(stored).toStrictEqual(before.engine.snapshot());
        expect(new Session(config, stored, before.nowMs).engine.snapshot()).toStrictEqual(stored);
      }),
      tried(60),
    );
  });

  it('goes on deciding as if there had been none', () => {
    fc.assert(
      fc.property(
        sections,
        histories(40, { without: ['switch'] }),
        fc.array(fc.integer({ min: 0, max: 9000 }), { minLength: 1, maxLength: 12 }),
        (config, history, waits) => {
          const first = new Session(config);
          live(first, history);
          // The windows of latency and rejects are empty afterwards; let them run empty here as well.
          first.advance(400_000);
          const second = new Session(config, first.engine.snapshot(), first.nowMs);
          waits.forEach((wait, n) => {
            const body = plain({
              side: n % 2 ? 'buy' : 'sell',
              symbol: n % 3 ? 'BTCUSDT' : 'ETHUSDT',
              reduce_only: n % 5 === 4,
            });
            expect(second.advance(wait).check(body, `x${n}`).answerJson).toBe(
              first.advance(wait).check(body, `x${n}`).answerJson,
            );
          });
          expect(second.engine.snapshot()).toStrictEqual(first.engine.snapshot());
        },
      ),
      tried(60),
    );
  });

  it.each<[string, (session: Session) => void, string]>([
    [
      'halted by latency',
      (session) => [0, 1].forEach(() => session.check(bodyOf({}, { latency_ms: 60 }))),
      'latency_halt',
    ],
    ['cooling off', (session) => session.operate({ kind: 'cool_off', sec: 9 }), 'latency_cooloff'],
    ['disarmed', (session) => session.operate({ kind: 'disarm' }), 'latency_disarmed'],
    [
      'halted by an operator',
      (session) => session.operate({ kind: 'trading_state', state: 'HALTED' }),
      'TRADING.HALTED',
    ],
    ['halted by the kill-switch', (session) => session.check(bodyOf({}, { dq: { stale_book: true } })), 'AURORA.HALT'],
  ])('leaves a gate %s as it was', (_, before, reason) => {
    const first = new Session();
    before(first);
    const second = new Session({}, JSON.parse(JSON.stringify(first.engine.snapshot())), first.nowMs + 1);
    expect(second.check(plain()).answer.reason).toBe(reason);
  });

  it('forgets no order in flight and no fill', () => {
    const config = { risk: { max_symbol_exposure_usdt: 12_000, max_orders_per_min: 2 } };
    const first = new Session(config);
    first.check(plain());
    first.book({
      order_id: 1,
      symbol: 'BTCUSDT',
      side: 'buy',
      status: 'partially_filled',
      filled: 0.1,
      average: 50_000,
    });
    const second = new Session(config, first.engine.snapshot(), first.nowMs + 1);
    expect(second.check(plain(), 'd2').answer).toMatchObject({
      max_qty: expect.closeTo(0.04, 12),
      quotas: { trades_pm_left: 0 },
    });
    second.book({ order_id: 1, symbol: 'BTCUSDT', side: 'buy', status: 'filled', filled: 0.1, average: 50_000 });
    expect(second.engine.snapshot().positions.positions).toMatchObject([{ qty: '0.1' }]);
  });
});

it('takes guards in the order of the configuration', () => {
  const { engine } = new Session({ pretrade: { order: ['spread', 'latency'] } });
  expect(engine.guardOrder).toEqual(['anti_churn', 'spread', 'latency', ...GUARD_SET.last.map(({ id }) => id)]);
});
