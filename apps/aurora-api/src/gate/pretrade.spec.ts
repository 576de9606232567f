import { orderDeniedProblems, validateEventLine } from '@aurora/events';
import { API, bodyWith, GOOD_BODY, OPS, TestApi, type ApiOptions } from '../api.fixture';

type Answer = Record<string, unknown>;
interface Observability {
  readonly diagnostics: string[];
  readonly reasons: string[];
  readonly guards: { guard: string; outcome: string }[];
}
const observed = (answer: Answer) => answer['observability'] as Observability;

let api: TestApi;
const started = async (options: ApiOptions = {}): Promise<TestApi> => (api = await TestApi.start(options));
afterEach(() => api.end());

describe('an order that nothing stands against', () => {
  it('may go whole, and the answer says what was looked at', async () => {
    await started();
    const answer = await api.check(GOOD_BODY);
    expect(answer).toMatchObject({
      allow: true,
      max_qty: 1,
      risk_scale: 1,
      cooldown_ms: 0,
      reason: 'ok',
      hard_gate: false,
      quotas: { trades_pm_left: null, symbol_exposure_left_usdt: null },
      observability: { gate_state: 'PASS', mode: 'shadow', diagnostics: [], calibrator: 'sigmoid@1' },
    });
    expect(observed(answer).guards.map(({ guard, outcome }) => `${guard}:${outcome}`)).toEqual([
      'anti_churn:pass',
      'latency:pass',
      'health:pass',
      'trap:skip',
      'expected_return:pass',
      'slippage:pass',
      'risk:pass',
      'sprt:skip',
      'spread:pass',
      'governance:pass',
      'exposure:pass',
    ]);
  });

  it('is on record before it is answered, whole, with its id', async () => {
    await started();
    const answer = await api.post('/pretrade/check', GOOD_BODY);
    const [event] = api.events('POLICY.DECISION');
    expect(event).toMatchObject({
      decisionId: answer.json['decision_id'],
      symbol: 'BTCUSDT',
      details: { now_ms: api.clock.nowMs(), request: GOOD_BODY },
    });
    expect(JSON.stringify(event!.details['decision'])).toBe(answer.text);
    for (const line of api.lines('aurora_events.jsonl')) expect(validateEventLine(line)).toEqual([]);
  });
});

const WALLS_PULLED = bodyWith({ trap_cancel_deltas: [900], trap_add_deltas: [100], trap_trades_cnt: 1 });
const SLOW = { latency_ms: 501 };
const BLOCKS: readonly (readonly [string, object, ApiOptions?])[] = [
  ['latency_guard', bodyWith(SLOW)],
  ['trap_guard', WALLS_PULLED],
  ['trap_guard_score', WALLS_PULLED, { config: { trap: { min_history: 30 } } }],
  ['expected_return_gate', bodyWith({ score: -0.9 })],
  ['slippage_guard', bodyWith({ slip_bps_est: 12.1 })],
  ['risk_size_scale_zero', GOOD_BODY, { config: { risk: { size_scale: 0 } } }],
  ['risk_dd_day_cap', bodyWith({ pnl_today_pct: -5 }), { config: { risk: { dd_day_pct: 5 } } }],
  ['risk_max_concurrent', bodyWith({ open_positions: 10 })],
  ['sprt_reject', bodyWith({ sprt_samples: [-1, -1, -1, -1, -1] })],
  ['spread_bps_too_wide:80.1', bodyWith({ spread_bps: 80.1 })],
  ['AURORA.HALT', bodyWith({ dq: { stale_book: true } })],
  ['DQ_EVENT.ABNORMAL_SPREAD', bodyWith({ dq: { abnormal_spread: true } })],
  ['RISK.DENY.DRAWDOWN', bodyWith({ pnl_today_pct: -10.1 })],
  ['RISK.DENY.CVAR', bodyWith({ cvar_hist: [-6] }), { config: { guards: { cvar_limit: 5 } } }],
  ['VOLATILITY_GUARD_TRIP', bodyWith({ vol_std_bps: 301 })],
  ['RISK.DENY.POS_LIMIT', bodyWith({ open_positions: 2 }), { config: { guards: { max_concurrent_positions: 2 } } }],
  ['risk_orders_per_min', GOOD_BODY, { config: { risk: { max_orders_per_min: 0 } } }],
  ['risk_symbol_exposure', GOOD_BODY, { config: { risk: { max_symbol_exposure_usdt: 0 } } }],
];

describe('an order that something stands against', () => {
  it.each(BLOCKS.map(([reason, ...rest]) => ({ reason, rest })))(
    '$reason',
    async ({ reason, rest: [body, options] }) => {
      await started(options);
      const answer = await api.check(body);
      expect(answer).toMatchObject({ allow: false, max_qty: 0, reason, observability: { gate_state: 'BLOCK' } });
      expect(observed(answer).guards.at(-1)).toMatchObject({ outcome: 'block' });
      const id = answer['decision_id'];
      const denied = api.records('orders_denied.jsonl');
      expect(denied).toMatchObject([
        { decision_id: id, order_id: `deny::${String(id)}`, gate_code: reason.split(':')[0], gate_detail: { reason } },
      ]);
      expect(orderDeniedProblems(denied[0])).toEqual([]);
      expect(api.events('POLICY.DECISION')).toMatchObject([{ decisionId: id, details: { decision: { reason } } }]);
      for (const line of api.lines('aurora_events.jsonl')) expect(validateEventLine(line)).toEqual([]);
    },
  );

  it('with evaluate: all every guard is reported, and the first block names the reason', async () => {
    await started({ config: { pretrade: { evaluate: 'all' } } });
    const answer = await api.check(bodyWith({ ...SLOW, spread_bps: 99, score: -0.9 }));
    expect(answer['reason']).toBe('latency_guard');
    expect(observed(answer).reasons).toEqual([
      'latency_guard_exceeded:501.0>500.0',
      'latency_cooloff',
      'expected_return_below_threshold',
      'spread_bps_too_wide:99.0',
    ]);
  });

  it('says how long asking again is pointless', async () => {
    await started({ config: { aurora: { min_open_interval_ms: 1000 }, risk: { max_orders_per_min: 2 } } });
    await api.check();
    api.clock.advance(300);
    expect(await api.check()).toMatchObject({ reason: 'open_rate_limit', cooldown_ms: 700 });
    api.clock.advance(700);
    expect(await api.check()).toMatchObject({ reason: 'ok', cooldown_ms: 0 });
    api.clock.advance(1000);
    expect(await api.check()).toMatchObject({ reason: 'risk_orders_per_min', cooldown_ms: 58_000 });
    await api.post('/ops/cooloff/7', undefined, OPS);
    api.clock.advance(2000);
    expect(await api.check()).toMatchObject({ reason: 'latency_cooloff', cooldown_ms: 5000 });
  });
});

describe('what may be sent', () => {
  it('is cut by the scale, and quotas count down', async () => {
    await started({ config: { risk: { size_scale: 0.5, max_symbol_exposure_usdt: 120, max_orders_per_min: 3 } } });
    expect(await api.check()).toMatchObject({
      max_qty: 0.5,
      risk_scale: 0.5,
      quotas: { trades_pm_left: 2, symbol_exposure_left_usdt: 70 },
    });
    expect(await api.check()).toMatchObject({
      max_qty: 0.5,
      quotas: { trades_pm_left: 1, symbol_exposure_left_usdt: 20 },
    });
    expect(await api.check()).toMatchObject({
      max_qty: 0.2,
      quotas: { trades_pm_left: 0, symbol_exposure_left_usdt: 0 },
    });
    api.clock.advance(60_000);
    expect(await api.check()).toMatchObject({ max_qty: 0.5, quotas: { trades_pm_left: 2 } });
  });

  it('never exceeds a cap, however many ask at once', async () => {
    await started({ config: { risk: { max_symbol_exposure_usdt: 1000 } } });
    const answers = await Promise.all(Array.from({ length: 50 }, () => api.check(bodyWith({}, { qty: 0.7 }))));
    const sent = answers.reduce((sum, { max_qty: qty }) => sum + (qty as number) * 100, 0);
    expect(sent).toBeCloseTo(1000, 6);
    expect(answers.filter(({ allow }) => allow === false)).toHaveLength(35);
  });

  it('an exit goes whole through guards that protect openings, not through a halt', async () => {
    await started({ config: { risk: { size_scale: 0.5, max_orders_per_min: 0 } } });
    const exit = bodyWith({ score: -1, slip_bps_est: 50 }, { reduce_only: true });
    expect(await api.check(exit)).toMatchObject({ allow: true, max_qty: 1 });
    await api.post('/ops/trading_state/reducing', undefined, OPS);
    expect(await api.check(exit)).toMatchObject({ allow: true });
    await api.post('/aurora/disarm', undefined, OPS);
    expect(await api.check(exit)).toMatchObject({ allow: false, reason: 'latency_disarmed', hard_gate: true });
  });
});

describe('the mode in force', () => {
  const live = { config: { mode: 'live', security: { require_token_for_trading: false } } };
  const asking = (mode: string, market: object = {}) => ({ ...GOOD_BODY, market, account: { mode } });
  const liveTokens = { OPS_TOKEN: 'kd83hfK2mfb03hG6slqP0xZa', AURORA_API_TOKEN: 'm3Kd8Rk20fnXw71p' };

  it('is live on a live gate, whatever a client says', async () => {
    await started({ ...live, env: liveTokens });
    for (const mode of ['shadow', 'paper', 'testnet', 'live', 'prod', 'SHADOW']) {
      const answer = await api.check(asking(mode));
      expect(answer).toMatchObject({ allow: false, reason: 'missing_input:latency_ms', hard_gate: true });
      expect(answer['observability']).toMatchObject({ mode: 'live' });
    }
  });

  it('is as strict as a client asks for', async () => {
    await started();
    for (const mode of ['live', 'prod', 'Live']) {
      expect(await api.check(asking(mode))).toMatchObject({
        reason: 'missing_input:latency_ms',
        hard_gate: true,
        observability: { mode: 'live' },
      });
    }
  });

  it('live: nothing goes without the numbers the guards need', async () => {
    await started();
    for (const field of ['latency_ms', 'score', 'a_bps', 'b_bps', 'slip_bps_est', 'spread_bps']) {
      const body = { ...bodyWith({ [field]: null }), account: { mode: 'live' } };
      expect(await api.check(body)).toMatchObject({ allow: false, reason: `missing_input:${field}` });
    }
  });

  it('elsewhere what is missing reads 0, and the gap is said and counted', async () => {
    await started();
    const answer = await api.check(asking('paper'));
    expect(answer).toMatchObject({ allow: false, reason: 'expected_return_gate', hard_gate: false });
    expect(observed(answer).diagnostics).toEqual([
      'missing_input:latency_ms',
      'missing_input:slip_bps_est',
      'missing_input:a_bps',
      'missing_input:b_bps',
      'missing_input:score',
    ]);
    const { text } = await api.get('/metrics');
    expect(text).toContain('aurora_guard_skipped_total{guard="latency"} 1');
  });

  it('deny can be asked for in every mode', async () => {
    await started({ config: { pretrade: { missing_input: 'deny' } } });
    expect(await api.check(asking('shadow'))).toMatchObject({ reason: 'missing_input:latency_ms' });
  });
});

describe('fields no one knows', () => {
  it('are named', async () => {
    await started();
    const answer = await api.check({ ...bodyWith({ latencyms: 900 }), extra: 1 });
    expect(answer['allow']).toBe(true);
    expect(observed(answer).diagnostics).toEqual(['unknown_field:market.latencyms', 'unknown_field:extra']);
  });
});

describe('an idempotency key', () => {
  const keyed = { ...GOOD_BODY, req_id: 'k1' };
  const capped = { config: { risk: { max_orders_per_min: 3 } } };

  it('gets the very same answer back, and the state is touched once', async () => {
    await started(capped);
    const first = await api.post('/pretrade/check', keyed);
    const spaced = JSON.stringify({ req_id: 'k1', market: keyed.market, order: keyed.order }, null, 2);
    for (const again of [
      await api.post('/pretrade/check', keyed),
      await api.send('POST', '/pretrade/check', {}, spaced),
    ]) {
      expect([again.status, again.text]).toEqual([200, first.text]);
    }
    expect(first.json['quotas']).toMatchObject({ trades_pm_left: 2 });
    expect((await api.check())['quotas']).toMatchObject({ trades_pm_left: 1 });
    expect(api.events('POLICY.DECISION')).toHaveLength(2);
    expect(api.events('IDEM.HIT')).toHaveLength(2);
  });

  it('asked at the same time is judged once', async () => {
    await started(capped);
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.post('/pretrade/check', keyed)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(api.events('POLICY.DECISION')).toHaveLength(1);
  });

  it('with another body is a conflict, and changes nothing', async () => {
    await started(capped);
    await api.check(keyed);
    const other = await api.post('/pretrade/check', { ...bodyWith({}, { qty: 2 }), req_id: 'k1' });
    expect([other.status, other.json['error']]).toEqual([409, 'idempotency_conflict']);
    expect(api.events('IDEM.CONFLICT')).toHaveLength(1);
    expect((await api.check())['quotas']).toMatchObject({ trades_pm_left: 1 });
  });

  it('is forgotten when its time is over', async () => {
    await started();
    const first = await api.check(keyed);
    api.clock.advance(59_999);
    expect(await api.check(keyed)).toEqual(first);
    api.clock.advance(1);
    expect((await api.check(keyed))['decision_id']).not.toBe(first['decision_id']);
  });

  it('survives a restart, for the rest of its time', async () => {
    await started(capped);
    const first = await api.post('/pretrade/check', keyed);
    api.clock.advance(30_000);
    api = await api.restart(capped);
    expect((await api.post('/pretrade/check', keyed)).text).toBe(first.text);
    expect((await api.post('/pretrade/check', { ...keyed, fees_bps: 1 })).status).toBe(409);
    api.clock.advance(30_000);
    expect((await api.post('/pretrade/check', keyed)).text).not.toBe(first.text);
  });

  it('can be a word of the language', async () => {
    await started();
    for (const req_id of ['__proto__', 'constructor', 'toString']) {
      const first = await api.post('/pretrade/check', { ...GOOD_BODY, req_id });
      expect((await api.post('/pretrade/check', { ...GOOD_BODY, req_id })).text).toBe(first.text);
    }
  });
});

describe('counters and samples', () => {
  it('are those of the decisions made', async () => {
    await started();
    await api.check();
    api.clock.advance(60_000);
    await api.check(bodyWith({}, { side: 'SELL' }));
    await api.check(bodyWith(SLOW));
    const counters = await api.get('/gates/counters', API);
    expect(counters.json).toEqual({
      minutes: 15,
      decisions: 3,
      allowed: 2,
      denied: 1,
      deny_rate: 1 / 3,
      by_reason: { latency_guard: 1 },
    });
    expect((await api.get('/gates/counters?minutes=1', API)).json).toMatchObject({ decisions: 2, denied: 1 });
    const { json } = await api.get('/gates/sample?n=2', API);
    expect(json['decisions']).toMatchObject([
      { allow: false, reason: 'latency_guard', side: 'buy' },
      { allow: true, reason: 'ok', side: 'sell', symbol: 'BTCUSDT', ts_ms: api.clock.nowMs() },
    ]);
  });

  it('are refused a look-back that is no whole number of minutes of a day', async () => {
    await started();
    for (const query of ['minutes=0', 'minutes=1441', 'minutes=', 'minutes=1e3', 'minutes=1&minutes=2']) {
      const { status, json } = await api.get(`/gates/counters?${query}`, API);
      expect([status, json['error']]).toEqual([422, 'invalid_request']);
    }
  });
});
