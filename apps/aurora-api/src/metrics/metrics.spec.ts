import fc from 'fast-check';
import { GUARDS, REASONS } from '@aurora/gates';
import { bodyWith, GOOD_BODY, OPS, TestApi, type ApiOptions } from '../api.fixture';
import { METRICS } from './metric-definitions';
import { HAS_PROMTOOL, promtool, withPromtool } from './promtool.fixture';
import { scrape, valuesOf } from './scrape.fixture';

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
  aurora_brier: ['gauge'],
  aurora_cvar95_min: ['gauge'],
  aurora_clock_offset_seconds: ['gauge'],
  aurora_parent_gate_allow_total: ['counter'],
  aurora_parent_gate_deny_total: ['counter'],
  aurora_expected_net_reward_blocked_total: ['counter'],
  aurora_orders_submitted_shadow_total: ['counter'],
  aurora_model_neutral_streak: ['gauge', 'symbol'],
  aurora_sse_clients: ['gauge'],
  aurora_sse_disconnects_total: ['counter'],
} as const;

let api: TestApi;
const started = async (options: ApiOptions = {}): Promise<TestApi> => (api = await TestApi.start(options));
afterEach(() => api.end());

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
    const samples = await scrape(api);
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
    const samples = await scrape(api);
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
    const samples = await scrape(api);
    for (const name of [
      'aurora_deny_rate_15m',
      'aurora_latency_p99_ms',
      'aurora_ece',
      'aurora_brier',
      'aurora_cvar95_min',
    ])
      expect([name, samples.get(name)]).toEqual([name, NaN]);
  });
});

describe('labels', () => {
  it('are reason codes without numbers, guards and configured symbols', async () => {
    await started({ config: { symbols: ['BTCUSDT'] } });
    await exercise();
    const samples = await scrape(api);
    expect(valuesOf(samples, 'reason_code').sort()).toEqual(['ok', ...REASONS.keys()].sort());
    expect(valuesOf(samples, 'decision').sort()).toEqual(['allow', 'deny']);
    const guards = GUARDS.map(({ id }) => id as string);
    expect(valuesOf(samples, 'guard').filter((guard) => !guards.includes(guard))).toEqual([]);
    expect(valuesOf(samples, 'symbol')).toEqual(['BTCUSDT']);
    expect(valuesOf(samples, 'why').sort()).toEqual(['closed', 'held_back', 'queue_full']);
  });

  it('of reasons and guards are there from the start, so that the first denial is an increase', async () => {
    await started();
    const samples = await scrape(api);
    expect(valuesOf(samples, 'reason_code').sort()).toEqual(['ok', ...REASONS.keys()].sort());
    for (const { id } of GUARDS) {
      expect(samples.get(`aurora_guard_blocks_total{guard="${id}"}`)).toBe(0);
      expect(samples.get(`aurora_guard_skipped_total{guard="${id}"}`)).toBe(0);
    }
    for (const [key, value] of samples) if (key.startsWith('aurora_pretrade_decisions_total')) expect(value).toBe(0);
  });

  it('are no more after a thousand symbols that nobody configured', async () => {
    await started({ config: { symbols: ['BTCUSDT'] } });
    const series = async (): Promise<string[]> => [...(await scrape(api)).keys()];
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
    expect((await scrape(api)).get('aurora_pretrade_latency_ms_count')).toBe(1040);
  });
});
