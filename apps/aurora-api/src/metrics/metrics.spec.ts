import fc from 'fast-check';
import { GUARDS, REASONS } from '@aurora/gates';
import { API, bodyWith, GOOD_BODY, OPS, TestApi, type ApiOptions } from '../api.fixture';
import { METRICS } from './metric-definitions';
import { HAS_PROMTOOL, promtool, withPromtool } from './promtool.fixture';

/** Names, kinds and labels that scrapers, alerts and dashboards rely on. */
const PROMISED = {
  aurora_pretrade_decisions_total: ['counter', 'decision', 'reason_code'],
  aurora_pretrade_latency_ms: ['histogram'],
  aurora_guard_duration_us: ['histogram', 'guard'],
  aurora_guard_blocks_total: ['counter', 'guard'],
  aurora_guard_skipped_total: ['counter', 'guard'],
  aurora_events_emitted_total: ['counter', 'code'],
  aurora_events_dropped_total: ['counter', 'why'],
  aurora_event_queue_depth: ['gauge'],
  aurora_orders_success_total: ['counter'],
  aurora_orders_denied_total: ['counter'],
  aurora_orders_rejected_total: ['counter'],
  aurora_ops_auth_fail_total: ['counter'],
  aurora_ops_token_rotations_total: ['counter'],
  aurora_health_state: ['gauge'],
  aurora_armed: ['gauge'],
  aurora_trading_state: ['gauge'],
  aurora_deny_rate_15m: ['gauge'],
  aurora_latency_p99_ms: ['gauge'],
  aurora_ece: ['gauge'],
  aurora_cvar95_min: ['gauge'],
  aurora_parent_gate_allow_total: ['counter'],
  aurora_parent_gate_deny_total: ['counter'],
  aurora_expected_net_reward_blocked_total: ['counter'],
  aurora_orders_submitted_shadow_total: ['counter'],
  aurora_model_neutral_streak: ['gauge', 'symbol'],
  aurora_sse_clients: ['gauge'],
  aurora_sse_disconnects_total: ['counter'],
} as const;

/** Slow for the p95 of the health guard (30 ms), not for the latency guard (500 ms). */
const SLUGGISH = { latency_ms: 100 };
const NEUTRAL = bodyWith({ score: 0 });

let api: TestApi;
const started = async (options: ApiOptions = {}): Promise<TestApi> => (api = await TestApi.start(options));
afterEach(() => api.end());

/** Every sample of a scrape by its name and labels as they stand. */
async function scrape(): Promise<Map<string, number>> {
  const { text } = await api.get('/metrics');
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}
const read = async (name: string): Promise<number | undefined> => (await scrape()).get(name);
const valuesOf = (samples: ReadonlyMap<string, number>, label: string): string[] => [
  ...new Set([...samples.keys()].flatMap((key) => new RegExp(`\\b${label}="([^"]*)"`).exec(key)?.[1] ?? [])),
];

/** Something of everything: allowed, blocked, unjudged inputs, reports, operators, refusals. */
async function exercise(): Promise<void> {
  for (let i = 0; i < 40; i++) await api.check();
  await api.check(bodyWith({ spread_bps: 91.25 }));
  await api.check(bodyWith({ latency_ms: 777.5 }));
  await api.check({ order: GOOD_BODY.order, market: {}, account: { mode: 'live' } });
  await api.check({ order: GOOD_BODY.order });
  await api.report({ order_id: 'a', symbol: 'BTCUSDT', status: 'submitted' });
  await api.report({ order_id: 'a', symbol: 'BTCUSDT', status: 'filled', filled: 1, qty: 1, pnl_pct: -1 });
  await api.report({ order_id: 'b', symbol: 'BTCUSDT', status: 'rejected', error_code: -2010 });
  await api.get('/readiness');
  await api.post('/ops/reset', undefined, { 'x-ops-token': 'not-the-token-at-all-0000' });
  await api.post('/ops/rotate_token', { new_token: 'ops-token-of-the-tests-4567' }, OPS);
}

describe('the metrics', () => {
  it('are those promised, to the letter', async () => {
    const defined = Object.values(METRICS).map(({ name, type, labels }) => [name, [type, ...labels]]);
    expect(Object.fromEntries(defined)).toEqual(PROMISED);
    await started({ config: { symbols: ['BTCUSDT'] } });
    await exercise();
    const answer = await api.get('/metrics');
    expect(String(answer.headers['content-type']).split('; ').sort()).toEqual([
      'charset=utf-8',
      'text/plain',
      'version=0.0.4',
    ]);
    const types = [...answer.text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]);
    expect(Object.fromEntries(types)).toEqual(
      Object.fromEntries(Object.entries(PROMISED).map(([name, [type]]) => [name, type])),
    );
    const samples = await scrape();
    for (const [name, [type, ...labels]] of Object.entries(PROMISED)) {
      const keys = [...samples.keys()].filter((key) => key.split('{')[0]!.replace(/_(bucket|sum|count)$/, '') === name);
      expect([name, keys.length]).not.toEqual([name, 0]);
      for (const key of keys) {
        const given = [...key.matchAll(/(\w+)="/g)].map(([, label]) => label).filter((label) => label !== 'le');
        expect([key, type, given]).toEqual([key, type, labels]);
      }
    }
  });

  // The three names say their unit as clients know it; promtool would have them in seconds.
  it(withPromtool('are well formed: promtool check metrics complains of nothing but the short units'), async () => {
    await started({ config: { symbols: ['BTCUSDT', 'ETHUSDT'] } });
    await exercise();
    if (!HAS_PROMTOOL) return;
    const { said } = promtool(['check', 'metrics'], (await api.get('/metrics')).text);
    expect(said.sort()).toEqual(
      ['aurora_guard_duration_us', 'aurora_latency_p99_ms', 'aurora_pretrade_latency_ms'].map(
        (name) => `${name} metric names should not contain abbreviated units`,
      ),
    );
  });

  it('count what happened, once each', async () => {
    await started({ config: { symbols: ['BTCUSDT'] } });
    await exercise();
    const repeat = { order_id: 'b', symbol: 'BTCUSDT', status: 'rejected', error_code: -2010 };
    await api.report(repeat);
    const samples = await scrape();
    expect(Object.fromEntries(samples)).toMatchObject({
      'aurora_pretrade_decisions_total{decision="allow",reason_code="ok"}': 40,
      'aurora_pretrade_decisions_total{decision="deny",reason_code="spread_bps_too_wide"}': 1,
      'aurora_pretrade_decisions_total{decision="deny",reason_code="latency_guard"}': 1,
      aurora_pretrade_latency_ms_count: 44,
      'aurora_guard_blocks_total{guard="spread"}': 1,
      'aurora_guard_blocks_total{guard="latency"}': 2,
      aurora_orders_denied_total: 4,
      aurora_orders_success_total: 1,
      aurora_orders_rejected_total: 1,
      aurora_orders_submitted_shadow_total: 1,
      aurora_ops_auth_fail_total: 2,
      aurora_ops_token_rotations_total: 1,
      aurora_event_queue_depth: 0,
      'aurora_events_dropped_total{why="queue_full"}': 0,
      'aurora_events_emitted_total{code="POLICY.DECISION"}': 44,
      'aurora_events_emitted_total{code="OPS.TOKEN.ROTATE"}': 1,
      aurora_deny_rate_15m: 4 / 44,
      aurora_cvar95_min: -1,
    });
    expect(samples.get('aurora_latency_p99_ms')).toBeGreaterThan(0);
    expect(samples.get('aurora_ece')).toBeNaN();
    expect(api.events('POLICY.DECISION')).toHaveLength(44);
  });

  it('have no rate and no percentile before the first decision', async () => {
    await started();
    const samples = await scrape();
    for (const name of ['aurora_deny_rate_15m', 'aurora_latency_p99_ms', 'aurora_ece', 'aurora_cvar95_min'])
      expect([name, samples.get(name)]).toEqual([name, NaN]);
  });
});

describe('labels', () => {
  it('are reason codes without numbers, guards and configured symbols', async () => {
    await started({ config: { symbols: ['BTCUSDT'] } });
    await exercise();
    const samples = await scrape();
    expect(valuesOf(samples, 'reason_code').sort()).toEqual(['ok', ...REASONS.keys()].sort());
    expect(valuesOf(samples, 'decision').sort()).toEqual(['allow', 'deny']);
    const guards = GUARDS.map(({ id }) => id as string);
    expect(valuesOf(samples, 'guard').filter((guard) => !guards.includes(guard))).toEqual([]);
    expect(valuesOf(samples, 'symbol')).toEqual(['BTCUSDT']);
    expect(valuesOf(samples, 'why').sort()).toEqual(['closed', 'held_back', 'queue_full']);
  });

  it('of reasons and guards are there from the start, so that the first denial is an increase', async () => {
    await started();
    const samples = await scrape();
    expect(valuesOf(samples, 'reason_code').sort()).toEqual(['ok', ...REASONS.keys()].sort());
    for (const { id } of GUARDS) {
      expect(samples.get(`aurora_guard_blocks_total{guard="${id}"}`)).toBe(0);
      expect(samples.get(`aurora_guard_skipped_total{guard="${id}"}`)).toBe(0);
    }
    for (const [key, value] of samples) if (key.startsWith('aurora_pretrade_decisions_total')) expect(value).toBe(0);
  });

  it('are no more after a thousand symbols that nobody configured', async () => {
    await started({ config: { symbols: ['BTCUSDT'] } });
    const series = async (): Promise<string[]> => [...(await scrape()).keys()];
    const ask = async (symbol: string): Promise<void> => {
      await api.check({ ...bodyWith({ spread_bps: 81 }, { symbol }), risk_tags: [symbol] });
      await api.report({ order_id: symbol, symbol, status: `status of ${symbol}`, error_code: symbol });
    };
    for (let i = 0; i < 40; i++) await ask('BTCUSDT');
    const before = await series();
    const symbols = fc.sample(fc.stringMatching(/^[A-Z0-9]{5,12}$/), { numRuns: 1000, seed: 7 });
    expect(new Set(symbols).size).toBeGreaterThan(990);
    for (let i = 0; i < symbols.length; i += 25) await Promise.all(symbols.slice(i, i + 25).map(ask));
    expect(await series()).toEqual(before);
    expect(await read('aurora_pretrade_latency_ms_count')).toBe(1040);
  });
});

describe('gauges', () => {
  it('follow operators at once', async () => {
    await started();
    const states = async () => {
      const samples = await scrape();
      return ['aurora_armed', 'aurora_trading_state', 'aurora_health_state'].map((name) => samples.get(name));
    };
    expect(await states()).toEqual([1, 0, 0]);
    for (const [path, expected] of [
      ['/aurora/disarm', [0, 0, 0]],
      ['/ops/trading_state/reducing', [0, 1, 0]],
      ['/ops/trading_state/halted', [0, 2, 0]],
      ['/aurora/arm', [1, 2, 0]],
      ['/ops/trading_state/active', [1, 0, 0]],
      ['/ops/cooloff/60', [1, 0, 2]],
    ] as const) {
      expect((await api.post(path, undefined, OPS)).status).toBe(200);
      expect([path, await states()]).toEqual([path, expected]);
    }
    api.clock.advance(60_000);
    expect(await states()).toEqual([1, 0, 0]);
  });

  it('follow the health guard: cool-off, a warning left when it ends, halt, and ok by a reset', async () => {
    await started({ config: { aurora: { latency_min_samples: 2, latency_window_sec: 10, cooloff_base_sec: 30 } } });
    const stateAfter = async (waitMs: number): Promise<number | undefined> => {
      await api.check(bodyWith(SLUGGISH));
      api.clock.advance(waitMs);
      return read('aurora_health_state');
    };
    expect([await stateAfter(0), await stateAfter(29_999)]).toEqual([0, 2]);
    api.clock.advance(1);
    expect(await read('aurora_health_state')).toBe(1);
    expect([await stateAfter(0), await stateAfter(0)]).toEqual([1, 3]);
    api.clock.advance(3_600_000);
    expect(await read('aurora_health_state')).toBe(3);
    await api.post('/ops/reset', undefined, OPS);
    expect(await read('aurora_health_state')).toBe(0);
  });

  it('forget decisions after 15 minutes', async () => {
    await started();
    await api.check(bodyWith({ latency_ms: 501 }));
    expect(await read('aurora_deny_rate_15m')).toBe(1);
    api.clock.advance(14 * 60_000);
    await api.check();
    expect(await read('aurora_deny_rate_15m')).toBe(0.5);
    api.clock.advance(60_000);
    expect(await read('aurora_deny_rate_15m')).toBe(0);
    api.clock.advance(15 * 60_000);
    expect(await read('aurora_deny_rate_15m')).toBeNaN();
  });
});

describe('the neutral streak of a model', () => {
  const streak = (symbol: string): Promise<number | undefined> =>
    read(`aurora_model_neutral_streak{symbol="${symbol}"}`);
  const neutral = async (times: number, symbol = 'BTC/USDT'): Promise<void> => {
    const body = bodyWith({ score: 0 }, { symbol });
    for (let i = 0; i < times; i++) await api.check(body);
  };

  it('is said with the 200th neutral probability, and over with the next other one', async () => {
    await started({ config: { symbols: ['BTCUSDT', 'ETHUSDT'] } });
    expect(await api.check(NEUTRAL)).toMatchObject({ observability: { p_tp: 0.5 } });
    await neutral(198);
    expect(await streak('BTCUSDT')).toBe(0);
    await neutral(1);
    expect([await streak('BTCUSDT'), await streak('ETHUSDT')]).toEqual([1, 0]);
    await api.check(bodyWith({ score: 0.9 }));
    expect(await streak('BTCUSDT')).toBe(0);
  });

  it('follows the symbols of an overlay, and of its rollback, without a restart', async () => {
    await started({ config: { symbols: ['BTCUSDT'] } });
    const apply = (symbols: string[]) => api.post('/overlay/apply', { overlay: { symbols } }, API);
    const symbols = async () => valuesOf(await scrape(), 'symbol');
    await neutral(150);
    expect((await apply(['BTCUSDT', 'SOLUSDT'])).status).toBe(200);
    expect(await symbols()).toEqual(['BTCUSDT', 'SOLUSDT']);
    await neutral(50);
    await neutral(200, 'SOLUSDT');
    expect([await streak('BTCUSDT'), await streak('SOLUSDT')]).toEqual([1, 1]);
    expect((await apply(['SOLUSDT'])).status).toBe(200);
    expect(await symbols()).toEqual(['SOLUSDT']);
    await neutral(200);
    expect(await streak('BTCUSDT')).toBeUndefined();
    for (let i = 0; i < 2; i++) await api.post('/overlay/rollback', undefined, API);
    expect(await symbols()).toEqual(['BTCUSDT']);
    expect(await streak('BTCUSDT')).toBe(0);
  });
});
