import { bodyOf, NOON, Session, type Sections } from './session.fixture';

const codes = (events: readonly { readonly code: string }[]): string[] => events.map(({ code }) => code);

describe('the events of a decision', () => {
  const STOP = `,"latency_stop":{"halted":false,"cooloff_until_ms":${NOON + 120_000}}`;

  it.each<[string, Sections, object, string[], string?]>([
    ['passes', {}, bodyOf(), []],
    ['passes with a test under way', {}, bodyOf({}, { sprt_samples: [0.1] }), ['SPRT.CONTINUE']],
    ['accepted', {}, bodyOf({}, { score: 1, sprt_samples: [9] }), ['SPRT.DECISION_H1']],
    ['rejected', {}, bodyOf({}, { score: 1, sprt_samples: [-9] }), ['SPRT.DECISION_H0']],
    ['slow', {}, bodyOf({}, { latency_ms: 501 }), ['HEALTH.LATENCY_P95_HIGH', 'HEALTH.LATENCY_HIGH'], STOP],
    ['slow on average', {}, bodyOf({}, { latency_ms: 31 }), ['HEALTH.LATENCY_P95_HIGH', 'AURORA.ESCALATION'], STOP],
    [
      'trapped',
      {},
      bodyOf({}, { trap_cancel_deltas: [9], trap_add_deltas: [], trap_trades_cnt: 1 }),
      ['POLICY.TRAP_BLOCK'],
    ],
    ['wide', {}, bodyOf({}, { spread_bps: 81 }), ['SPREAD_GUARD_TRIP']],
    ['stale', {}, bodyOf({}, { dq: { stale_book: true } }), ['AURORA.HALT', 'DQ_EVENT.STALE_BOOK']],
    ['cyclic', {}, bodyOf({}, { dq: { cyclic_sequence: true } }), ['DQ_EVENT.CYCLIC_SEQUENCE']],
    ['abnormal', {}, bodyOf({}, { dq: { abnormal_spread: true } }), ['DQ_EVENT.ABNORMAL_SPREAD']],
    ['lossy', {}, bodyOf({}, { pnl_today_pct: -10.1 }), ['RISK.DENY.DRAWDOWN']],
    ['volatile', {}, bodyOf({}, { vol_std_bps: 301 }), ['VOLATILITY_GUARD_TRIP']],
    ['crowded', { risk: { max_concurrent: 2000 } }, bodyOf({}, { open_positions: 999 }), ['RISK.DENY.POS_LIMIT']],
  ])('%s: causes first, the decision last', (_, config, body, causes, more = '') => {
    const session = new Session(config);
    const { events, answerJson } = session.check(body);
    expect(codes(events)).toEqual([...causes, 'POLICY.DECISION']);
    expect(events.at(-1)!.details).toMatchObject({
      text: `{"now_ms":${NOON},"request":${JSON.stringify(body)},"decision":${answerJson}${more}}`,
    });
    const fields = { symbol: 'BTCUSDT', side: 'buy', price: 50_000, qty: 0.1, decisionId: 'd1' };
    for (const event of events) expect(event.fields).toEqual(fields);
  });

  it('tell the order by its client id and leave out a price it has not', () => {
    const { events } = new Session().check(bodyOf({ client_order_id: 'c-1', price: null, base_notional: 10 }));
    expect(events[0]!.fields).toEqual({ symbol: 'BTCUSDT', side: 'buy', qty: 0.1, cid: 'c-1', decisionId: 'd1' });
  });

  it('tell churn by its own names', () => {
    const config = { aurora: { cooldown_after_close_ms: 10, min_open_interval_ms: 20, min_position_hold_ms: 50 } };
    const session = new Session(config);
    const causes = (body: object) => codes(session.check(body).events)[0];
    session.check(bodyOf());
    expect(causes(bodyOf())).toBe('OPEN.RATE_LIMIT');
    session.book({ order_id: 1, symbol: 'BTCUSDT', side: 'buy', filled: 0.1, average: 50_000, status: 'filled' });
    session.advance(20);
    expect(causes(bodyOf({ side: 'sell' }))).toBe('POSITION.MIN_HOLD');
    session.advance(30);
    expect(causes(bodyOf({ side: 'sell' }))).toBe('POSITION.OPPOSITE_BLOCK');
    session.book({ order_id: 2, symbol: 'BTCUSDT', side: 'sell', filled: 0.1, status: 'filled', close: true });
    expect(causes(bodyOf())).toBe('COOLDOWN.ACTIVE');
    session.advance(10);
    expect(causes(bodyOf())).toBe('POLICY.DECISION');
  });

  it('tell the end of a halt before the decision that found it ended', () => {
    const session = new Session();
    session.check(bodyOf({}, { dq: { stale_book: true } }));
    const { events } = session.advance(60_000).check(bodyOf());
    expect(codes(events)).toEqual(['AURORA.RESUME', 'POLICY.DECISION']);
  });
});
