import { orderFailedProblems, orderSuccessProblems, validateEventLine } from '@aurora/events';
import { bodyWith, GOOD_BODY, OPS, TestApi, type ApiOptions } from '../api.fixture';

let api: TestApi;
const started = async (options: ApiOptions = {}): Promise<TestApi> => (api = await TestApi.start(options));
afterEach(() => api.end());

const fill = (changes: object = {}): object => ({
  order_id: '1',
  symbol: 'BTC/USDT',
  side: 'BUY',
  qty: 1,
  filled: 1,
  status: 'filled',
  average: 100,
  ...changes,
});
const failure = (id: number): object => ({
  order_id: `f${id}`,
  symbol: 'BTCUSDT',
  side: 'buy',
  qty: 1,
  error_code: -2010,
});
const sell = bodyWith({}, { side: 'sell' });
const snapshot = async (): Promise<Record<string, unknown>> => (await api.get('/risk/snapshot', OPS)).json;
const counters = async (): Promise<string> => (await api.get('/metrics')).text;

describe('a report', () => {
  it.each([
    ['success', fill(), 'ORDER.FILL', 'orders_success.jsonl', 'aurora_orders_success_total 1'],
    [
      'success in part',
      fill({ filled: 0.5 }),
      'ORDER.PARTIAL',
      'orders_success.jsonl',
      'aurora_orders_success_total 1',
    ],
    ['failure', failure(1), 'ORDER.REJECT', 'orders_failed.jsonl', 'aurora_orders_rejected_total 1'],
    ['acknowledged', fill({ status: 'new', filled: 0 }), 'ORDER.ACK', null, 'aurora_orders_success_total 0'],
    ['cancelled', fill({ status: 'canceled', filled: 0 }), 'ORDER.CANCEL', null, 'aurora_orders_rejected_total 0'],
    [
      'sent in shadow',
      fill({ status: 'submitted', filled: 0 }),
      'ORDER.SUBMIT',
      null,
      'aurora_orders_submitted_shadow_total 1',
    ],
  ] as const)('%s is written down as what it is', async (_, body, code, file, metric) => {
    await started();
    await api.report(body);
    expect(api.records('orders.jsonl')).toEqual([{ ...body, ts_server: '2026-11-22T12:00:00.000Z' }]);
    expect(api.events('POSTTRADE.LOG')).toMatchObject([{ details: { body } }]);
    expect(api.events().at(-1)).toMatchObject({ eventCode: code, symbol: 'BTCUSDT', side: 'buy' });
    for (const line of api.lines('aurora_events.jsonl')) expect(validateEventLine(line)).toEqual([]);
    for (const name of ['orders_success.jsonl', 'orders_failed.jsonl'])
      expect(api.lines(name)).toHaveLength(name === file ? 1 : 0);
    for (const record of api.records('orders_success.jsonl')) expect(orderSuccessProblems(record)).toEqual([]);
    for (const record of api.records('orders_failed.jsonl')) expect(orderFailedProblems(record)).toEqual([]);
    expect(await counters()).toContain(metric);
  });

  it('is enriched from the raw order, and kept whole', async () => {
    await started();
    await api.report({
      client_order_id: 'c1',
      response: {
        id: 9,
        symbol: 'ETH/USDT',
        side: 'sell',
        status: 'closed',
        filled: '2',
        amount: '2',
        info: { avgPrice: '5' },
      },
      anything: { else: [1] },
    });
    expect(api.records('orders_success.jsonl')).toMatchObject([
      { order_id: '9', client_order_id: 'c1', symbol: 'ETHUSDT', side: 'sell', qty: 2, avg_price: 5, filled_pct: 1 },
    ]);
    expect(api.records('orders.jsonl')).toMatchObject([{ anything: { else: [1] }, response: { id: 9 } }]);
  });

  it('of a finished order again changes nothing and is written once', async () => {
    await started();
    await api.report(fill({ pnl_pct: -1 }));
    const before = await snapshot();
    await api.report(fill({ pnl_pct: -1 }));
    expect(await snapshot()).toEqual(before);
    for (const name of ['orders.jsonl', 'orders_success.jsonl']) expect(api.lines(name)).toHaveLength(1);
    expect(await counters()).toContain('aurora_orders_success_total 1\n');
    expect(api.events('POSTTRADE.LOG')).toHaveLength(2);
  });

  it('that names no order is refused', async () => {
    await started();
    expect((await api.post('/posttrade/log', { qty: 1 })).status).toBe(422);
  });
});

describe('the position book', () => {
  it('counts cumulative fills once', async () => {
    await started();
    for (const filled of [0.25, 0.25, 0.5]) await api.report(fill({ status: 'partially_filled', filled }));
    await api.report(fill());
    expect(await snapshot()).toMatchObject({ open_positions: 1, exposure_usdt: 100 });
  });

  it('stands against an order of the other side until the position is closed', async () => {
    await started({ config: { aurora: { min_position_hold_ms: 1000 } } });
    await api.report(fill());
    expect(await api.check(sell)).toMatchObject({ reason: 'position_min_hold_active', cooldown_ms: 1000 });
    api.clock.advance(1000);
    expect(await api.check(sell)).toMatchObject({ reason: 'opposite_side_block' });
    expect(api.events('POSITION.MIN_HOLD', 'POSITION.OPPOSITE_BLOCK')).toHaveLength(2);
    await api.report(fill({ order_id: '2', side: 'sell', action: 'close' }));
    expect(await snapshot()).toMatchObject({ open_positions: 0, exposure_usdt: 0 });
    expect(await api.check(sell)).toMatchObject({ reason: 'ok' });
  });

  it('cools a symbol down after its close', async () => {
    await started({ config: { aurora: { cooldown_after_close_ms: 5000 } } });
    await api.report(fill());
    await api.report(fill({ order_id: '2', side: 'sell', reduceOnly: true }));
    expect(await api.check()).toMatchObject({ reason: 'cooldown_after_close_active', cooldown_ms: 5000 });
    expect(await api.check(bodyWith({}, { symbol: 'ETHUSDT' }))).toMatchObject({ reason: 'ok' });
    api.clock.advance(5000);
    expect(await api.check()).toMatchObject({ reason: 'ok' });
    expect(api.events('COOLDOWN.ACTIVE')).toHaveLength(1);
  });

  it('stands in where the request does not say positions or PnL', async () => {
    await started({ config: { risk: { max_concurrent: 1, dd_day_pct: 5, equity_usdt: 1000 } } });
    await api.report(fill());
    expect(await api.check()).toMatchObject({ reason: 'risk_max_concurrent' });
    expect(await api.check(bodyWith({ open_positions: 0 }))).toMatchObject({ reason: 'ok' });
    await api.report(fill({ order_id: '2', side: 'sell', close: true, pnl_pct: -3 }));
    expect(await api.check()).toMatchObject({ reason: 'ok' });
    await api.report({ order_id: '3', status: 'canceled', pnl_usdt: -20 });
    expect(await api.check()).toMatchObject({ reason: 'risk_dd_day_cap' });
    expect(await snapshot()).toMatchObject({ pnl_today_pct: -5, pnl_today_usdt: -20 });
    api.clock.advance(12 * 3_600_000);
    expect(await api.check()).toMatchObject({ reason: 'ok' });
  });
});

describe('a reservation', () => {
  const capped = { config: { risk: { max_symbol_exposure_usdt: 150, reservation_ttl_ms: 10_000 } } };
  const left = async (): Promise<unknown> => {
    // An exit reserves nothing, so it can be asked at any time.
    const { quotas } = await api.check(bodyWith({}, { reduce_only: true, symbol: 'BTCUSDT' }));
    return (quotas as { symbol_exposure_left_usdt: number }).symbol_exposure_left_usdt;
  };

  it('becomes a position as it is filled, and never counts twice', async () => {
    await started(capped);
    const { decision_id } = await api.check(GOOD_BODY);
    expect(await left()).toBe(50);
    await api.report(fill({ decision_id, status: 'partially_filled', filled: 0.25 }));
    expect(await left()).toBe(50);
    await api.report(fill({ decision_id }));
    expect(await left()).toBe(50);
    await api.report(fill({ order_id: '2', side: 'sell', action: 'close' }));
    expect(await left()).toBe(150);
  });

  it.each([
    ['its order fails', { error_msg: 'no' }],
    ['its order is cancelled', { status: 'canceled' }],
    ['its order expires', { status: 'expired' }],
  ])('ends when %s', async (_, outcome) => {
    await started(capped);
    const { decision_id } = await api.check(GOOD_BODY);
    await api.report({ order_id: '1', symbol: 'BTCUSDT', decision_id, ...outcome });
    expect(await left()).toBe(150);
  });

  it('ends when nothing is heard of it in time', async () => {
    await started(capped);
    await api.check(GOOD_BODY);
    api.clock.advance(9999);
    expect(await left()).toBe(50);
    api.clock.advance(1);
    expect(await left()).toBe(150);
  });
});

describe('a storm of rejects', () => {
  const storm = async (outcomes: number): Promise<void> => {
    for (let i = 0; i < outcomes; i++) await api.report(failure(i));
  };

  it('halts once, and resumes by itself', async () => {
    await started();
    await storm(9);
    expect(await api.check()).toMatchObject({ reason: 'ok' });
    await api.report(failure(9));
    for (let i = 0; i < 3; i++) {
      expect(await api.check()).toMatchObject({
        reason: 'AURORA.HALT',
        hard_gate: true,
        cooldown_ms: 60_000,
        observability: { reasons: ['AURORA.HALT', 'killswitch_active'] },
      });
    }
    expect(api.events('AURORA.HALT')).toHaveLength(1);
    expect((await api.get('/readiness', OPS)).json).toMatchObject({ halt: true });
    api.clock.advance(60_001);
    expect(await api.check()).toMatchObject({ reason: 'ok', hard_gate: false });
    expect(api.events('AURORA.RESUME')).toMatchObject([{ details: { by: 'time' } }]);
  });

  it('is lifted by an operator', async () => {
    await started({ config: { guards: { reject_storm_window_s: 1 } } });
    await storm(10);
    await api.check();
    api.clock.advance(1001);
    expect(await api.check()).toMatchObject({ reason: 'AURORA.HALT' });
    await api.post('/ops/reset', undefined, OPS);
    expect(api.events('AURORA.RESUME')).toMatchObject([{ details: { by: 'operator' } }]);
    expect(await api.check()).toMatchObject({ reason: 'ok' });
  });

  it('is none while enough orders succeed', async () => {
    await started();
    await storm(9);
    for (let i = 0; i < 10; i++) await api.report(fill({ order_id: `s${i}` }));
    expect(await api.check()).toMatchObject({ reason: 'ok' });
  });

  it('outlives a restart', async () => {
    await started();
    await storm(10);
    await api.check();
    api = await api.restart();
    expect(await api.check()).toMatchObject({ reason: 'AURORA.HALT', cooldown_ms: 60_000 });
  });
});
