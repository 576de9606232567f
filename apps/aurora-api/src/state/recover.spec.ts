import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { bodyWith, GOOD_BODY, OPS, TestApi, type ApiOptions } from '../api.fixture';
import { type PersistedState } from './persisted-state';

/** State that is stored only when it must be: everything else is in the log alone. */
const LAZY: ApiOptions = {
  config: {
    state: { flush_ms: 60_000 },
    aurora: { latency_min_samples: 20 },
    risk: { max_symbol_exposure_usdt: 1000 },
  },
};

let api: TestApi;
beforeEach(async () => {
  api = await TestApi.start(LAZY);
});
afterEach(() => api.end());

const stored = (): PersistedState => JSON.parse(readFileSync(api.stateFile, 'utf8')) as PersistedState;
const checks = async (count: number, latencyMs: number): Promise<void> => {
  for (let i = 0; i < count; i++) await api.check(bodyWith({ latency_ms: latencyMs }, { symbol: `S${i}` }));
};

/** Stops, puts back the state as it was stored before something happened, and starts again, as after a crash. */
async function crashAndStart(happens: () => Promise<unknown>): Promise<void> {
  const before = `${api.stateFile}.before`;
  copyFileSync(api.stateFile, before);
  await happens();
  await api.stop();
  copyFileSync(before, api.stateFile);
  api = await TestApi.start({ ...LAZY, folder: api.folder, clock: api.clock });
}

describe('after a crash', () => {
  it('what the log has beyond the stored state holds: reservations, fills, commands', async () => {
    let first: Record<string, unknown> = {};
    await crashAndStart(async () => {
      first = await api.check({ ...GOOD_BODY, req_id: 'k' });
      await api.check();
      const { decision_id } = first;
      await api.report({
        order_id: '1',
        decision_id,
        symbol: 'BTCUSDT',
        side: 'buy',
        status: 'filled',
        filled: 1,
        average: 90,
      });
    });
    expect(await api.check({ ...GOOD_BODY, req_id: 'k' })).toEqual(first);
    expect(await api.check()).toMatchObject({ quotas: { symbol_exposure_left_usdt: 1000 - 90 - 2 * 100 } });
    expect((await api.get('/risk/snapshot', OPS)).json).toMatchObject({ open_positions: 1, exposure_usdt: 290 });
  });

  it('an order that was let go before the crash is not judged again by histories that are gone', async () => {
    await checks(100, 5);
    await api.post('/ops/cooloff/0', undefined, OPS);
    await crashAndStart(async () => {
      await checks(17, 5);
      await checks(3, 100);
      expect(await api.check()).toMatchObject({ reason: 'ok' });
    });
    expect(await api.check()).toMatchObject({ reason: 'ok', quotas: { symbol_exposure_left_usdt: 800 } });
  });
});

it('a start under a program that no longer knows a key takes over state and log', async () => {
  await api.post('/ops/trading_state/reducing', undefined, OPS);
  await crashAndStart(async () => {
    await api.check(bodyWith({}, { reduce_only: true }));
    const state = JSON.parse(readFileSync(`${api.stateFile}.before`, 'utf8')) as PersistedState;
    const config = { ...state.config, retired: { limit: 3 } };
    writeFileSync(`${api.stateFile}.before`, JSON.stringify({ ...state, config }));
  });
  expect(await api.check()).toMatchObject({ reason: 'TRADING.REDUCING' });
});

describe('a stop that begins with a decision', () => {
  it('of the health guard is stored before the decision is answered', async () => {
    await checks(19, 100);
    expect(stored().engine.health.cooloffUntilMs).toBe(0);
    await checks(1, 100);
    expect(stored().engine.health.cooloffUntilMs).toBe(api.clock.nowMs() + 120_000);
  });

  it('of the kill-switch is stored before the decision is answered', async () => {
    await api.check(bodyWith({ dq: { stale_book: true } }));
    expect(stored().engine.governance).toEqual({ haltUntilMs: api.clock.nowMs() + 60_000, halting: true });
  });

  it('of the health guard is in the log as well, though a disarmed gate gives another reason', async () => {
    await api.post('/aurora/disarm', undefined, OPS);
    let untilMs = 0;
    await crashAndStart(async () => {
      await checks(20, 100);
      untilMs = api.clock.nowMs() + 120_000;
      expect(await api.check()).toMatchObject({ reason: 'latency_disarmed' });
    });
    expect(stored().engine.health).toMatchObject({ armed: false, halted: true, cooloffUntilMs: untilMs });
  });
});
