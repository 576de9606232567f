import {
  ErrorAnswer,
  PosttradeRequest,
  PretradeCheckAnswer,
  PretradeMarket,
  PretradeOrder,
  ROUTES,
  schemaOf,
  StatusAnswer,
  type ShapeClass,
} from '@aurora/contracts';
import { LogReplay } from '@aurora/engine';
import { orderFailedProblems, orderSuccessProblems, validateEventLine } from '@aurora/events';
import { GUARD_SET } from '@aurora/gates';
import { API, GOOD_BODY, OPS, TestApi } from '../api.fixture';
import { problemsOf } from '../shapes.fixture';
import { HostileBodies, seeded } from './hostile-bodies.fixture';

const SEED = 20_261_122;
const CONNECTIONS = 32;
const TOKENS = { ...OPS, ...API };
/** Everything that is the caller's business. */
const STATUSES = new Set([200, 400, 409, 413, 422, 429]);

const fieldsOf = (shape: ShapeClass, prefix = ''): string[] =>
  Object.keys(schemaOf(shape)['properties'] as object).map((name) => prefix + name);

const pretrade = new HostileBodies(
  seeded(SEED),
  [
    GOOD_BODY,
    { ...GOOD_BODY, req_id: 'k', account: { mode: 'testnet' }, fees_bps: 1 },
    {
      order: { symbol: 'ETH/USDT', side: 'SELL', qty: 2, notional: 50, reduce_only: true },
      market: { ...GOOD_BODY.market, sprt_samples: [1, -1], trap_cancel_deltas: [1], trap_add_deltas: [2], dq: {} },
    },
  ],
  [
    ...fieldsOf(PretradeOrder, 'order.'),
    ...fieldsOf(PretradeMarket, 'market.'),
    ...['order', 'market', 'market.dq.stale_book', 'account.mode', 'account', 'req_id', 'ts', 'fees_bps', 'risk_tags'],
  ],
);
const posttrade = new HostileBodies(
  seeded(SEED + 1),
  [
    {
      order_id: '1',
      symbol: 'BTCUSDT',
      side: 'buy',
      status: 'filled',
      qty: 1,
      filled: 1,
      average: 100,
      decision_id: 'd',
    },
    {
      client_order_id: 'c',
      symbol: 'ETHUSDT',
      side: 'sell',
      status: 'partially_filled',
      amount: 2,
      filled: 1,
      close: true,
    },
    { id: 7, error_code: -2019, error_msg: 'Margin is insufficient.', symbol: 'BTCUSDT', pnl_usdt: -5 },
    { response: { id: '9', status: 'closed', filled: '1', amount: '2', info: { executedQty: '1' } } },
  ],
  [
    ...fieldsOf(PosttradeRequest),
    'response.filled',
    'response.info.executedQty',
    'response.id',
    'fee.cost',
    'info.status',
  ],
);

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({
    config: { risk: { max_symbol_exposure_usdt: 1e6, max_orders_per_min: 5000 }, pretrade: { evaluate: 'all' } },
  });
});
afterAll(() => api.end());

/** Sends bodies over many connections at once; answers how often each status came. */
async function storm(
  path: string,
  count: number,
  bodies: HostileBodies,
  success: ShapeClass,
): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  let left = count;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const body = bodies.next();
      const answer = await api.send('POST', path, TOKENS, body);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const problems = STATUSES.has(answer.status)
        ? problemsOf(answer.status === 200 ? success : ErrorAnswer, answer.json)
        : [`status ${answer.status}`];
      if (problems.length > 0) throw new Error(`${path} ${body}\n→ ${answer.text}\n${problems.join('\n')}`);
      if (left % 64 === 0) api.clock.advance(1);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  return statuses;
}

describe('20 000 hostile bodies', () => {
  it('to /pretrade/check: every answer is one of the two shapes', async () => {
    const statuses = await storm('/pretrade/check', 12_000, pretrade, PretradeCheckAnswer);
    expect(api.events('POLICY.DECISION', 'IDEM.HIT')).toHaveLength(statuses.get(200)!);
    expect(Math.min(statuses.get(200)!, statuses.get(422)!, statuses.get(400)!)).toBeGreaterThan(500);
  }, 60_000);

  it('to /posttrade/log: every answer is one of the two shapes', async () => {
    const statuses = await storm('/posttrade/log', 8000, posttrade, StatusAnswer);
    expect(api.events('POSTTRADE.LOG')).toHaveLength(statuses.get(200)!);
    expect(Math.min(statuses.get(200)!, statuses.get(422)!, statuses.get(400)!)).toBeGreaterThan(300);
    for (const record of api.records('orders_success.jsonl')) expect(orderSuccessProblems(record)).toEqual([]);
    for (const record of api.records('orders_failed.jsonl')) expect(orderFailedProblems(record)).toEqual([]);
  }, 60_000);

  it('to every other route with a body', async () => {
    const bodies = new HostileBodies(
      seeded(SEED + 2),
      [
        { size_scale: 1 },
        { overlay: { guards: { spread_bps_limit: 50 } }, author: 'me' },
        { pretrade: { evaluate: 'all' } },
      ],
      [
        'size_scale',
        'dd_day_pct',
        'max_concurrent',
        'overlay',
        'overlay.guards',
        'overlay.risk.size_scale',
        'author',
        'guards.spread_bps_limit',
        'security.ops_token',
        'trap.window_s',
      ],
    );
    for (const { path, body, answer } of ROUTES) {
      if (body === undefined || ['/pretrade/check', '/posttrade/log'].includes(path)) continue;
      await storm(path, 250, bodies, answer as ShapeClass);
    }
  }, 60_000);

  it('leave a log of valid lines that gives every decision again, to the byte', () => {
    const replay = new LogReplay(GUARD_SET);
    for (const line of api.lines('aurora_events.jsonl')) {
      const problems = validateEventLine(line);
      if (problems.length > 0) throw new Error(`${line}\n${problems.join('\n')}`);
    }
    for (const event of api.events()) replay.feed(event);
    expect(replay.decisions).toBe(api.events('POLICY.DECISION').length);
    expect(replay.differences).toEqual([]);
  });

  it('leave a service that works', async () => {
    await api.post('/ops/reset', undefined, OPS);
    expect((await api.get('/health')).json).toMatchObject({ status: 'healthy' });
    expect((await api.get('/metrics')).text).toContain('aurora_pretrade_decisions_total');
  });
});
