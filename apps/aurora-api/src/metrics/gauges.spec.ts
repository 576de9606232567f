import { API, bodyWith, OPS, TestApi, type ApiOptions } from '../api.fixture';
import { scrape, valuesOf } from './scrape.fixture';

/** Slow for the p95 of the health guard (30 ms), not for the latency guard (500 ms). */
const SLUGGISH = { latency_ms: 100 };
const NEUTRAL = bodyWith({ score: 0 });

let api: TestApi;
const started = async (options: ApiOptions = {}): Promise<TestApi> => (api = await TestApi.start(options));
afterEach(() => api.end());

const read = async (name: string): Promise<number | undefined> => (await scrape(api)).get(name);

describe('gauges', () => {
  it('follow operators at once', async () => {
    await started();
    const states = async () => {
      const samples = await scrape(api);
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
    const symbols = async () => valuesOf(await scrape(api), 'symbol');
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
