import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpsStateAnswer } from '@aurora/contracts';
import { problemsOf } from '../shapes.fixture';
import { API, GOOD_BODY, OPS, OPS_TOKEN, TestApi, type ApiOptions } from '../api.fixture';

let api: TestApi;
const started = async (options: ApiOptions = {}): Promise<TestApi> => (api = await TestApi.start(options));
afterEach(() => api.end());

const post = async (path: string, body?: object, headers: object = OPS): Promise<Record<string, unknown>> => {
  const answer = await api.post(path, body, headers);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.json;
};

/** Text of every file below the folder of the service. */
function filesText(): string {
  const names = readdirSync(api.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n');
}

describe('an operator', () => {
  it('disarms and arms', async () => {
    await started();
    expect(await post('/aurora/disarm')).toMatchObject({ armed: false });
    expect(await api.check()).toMatchObject({ allow: false, reason: 'latency_disarmed', hard_gate: true });
    expect(await post('/aurora/arm')).toMatchObject({ armed: true });
    expect(await api.check()).toMatchObject({ allow: true, hard_gate: false });
    expect(api.events('AURORA.ARM_STATE')).toMatchObject([
      { details: { previous: true, new: false } },
      { details: { previous: false, new: true } },
    ]);
    expect(api.events('AURORA.ESCALATION')).toMatchObject([{ details: { reason: 'latency_disarmed' } }]);
  });

  it('lengthens a cool-off, never shortens it, and resets it', async () => {
    await started();
    const until = api.clock.nowMs() + 60_000;
    expect(await post('/ops/cooloff/60')).toMatchObject({ in_cooloff: true, cooloff_until_ms: until });
    expect(await post('/ops/cooloff/30')).toMatchObject({ cooloff_until_ms: until });
    expect(await post('/ops/cooloff/0')).toMatchObject({ cooloff_until_ms: until });
    expect(await post('/ops/cooloff/61')).toMatchObject({ cooloff_until_ms: until + 1000 });
    expect(await api.check()).toMatchObject({ reason: 'latency_cooloff', cooldown_ms: 61_000 });
    expect(await post('/ops/reset')).toMatchObject({ in_cooloff: false, cooloff_until_ms: null });
    expect(await api.check()).toMatchObject({ reason: 'ok' });
    expect(api.events('AURORA.COOL_OFF')).toHaveLength(4);
    expect(api.events('OPS.RESET')).toHaveLength(1);
  });

  it.each(['-1', '1.5', '604801', 'abc', '%20', '1e3'])('is refused a cool-off of %s', async (sec) => {
    await started();
    const { status, json } = await api.post(`/ops/cooloff/${sec}`, undefined, OPS);
    expect([status, json['fields']]).toEqual([
      422,
      [{ field: 'sec', message: 'must be a whole number from 0 to 604800' }],
    ]);
  });

  it('resets a halt of the health guard, but does not arm', async () => {
    await started({ config: { aurora: { halt_threshold_repeats: 1 } } });
    await api.check({ ...GOOD_BODY, market: { ...GOOD_BODY.market, latency_ms: 400 } });
    expect(await api.check()).toMatchObject({ reason: 'latency_halt' });
    await post('/aurora/disarm');
    expect(await post('/ops/reset')).toMatchObject({ halted: false, armed: false, warns_5m: 0 });
  });

  it('sets the trading state', async () => {
    await started();
    expect(await post('/ops/trading_state/halted')).toMatchObject({ trading_state: 'HALTED' });
    expect(await api.check()).toMatchObject({ reason: 'TRADING.HALTED', hard_gate: true });
    await post('/ops/trading_state/reducing');
    expect(await api.check()).toMatchObject({ reason: 'TRADING.REDUCING' });
    await post('/ops/trading_state/active');
    expect(await api.check()).toMatchObject({ reason: 'ok' });
    expect(api.events('GOVERNANCE.TRANSITION').map(({ details }) => [details['previous'], details['new']])).toEqual([
      ['ACTIVE', 'HALTED'],
      ['HALTED', 'REDUCING'],
      ['REDUCING', 'ACTIVE'],
    ]);
    expect((await api.post('/ops/trading_state/HALTED', undefined, OPS)).status).toBe(422);
  });

  it('changes risk limits', async () => {
    await started();
    expect(await post('/risk/set', { dd_day_pct: 100, max_concurrent: 3, size_scale: 2 })).toMatchObject({
      dd_day_pct: 100,
      max_concurrent: 3,
      size_scale: 1,
    });
    expect(await post('/risk/set', { size_scale: 0.25 })).toMatchObject({ max_concurrent: 3, size_scale: 0.25 });
    expect(await api.check()).toMatchObject({ max_qty: 0.25, risk_scale: 0.25 });
    expect(await post('/risk/set', { size_scale: -3 })).toMatchObject({ size_scale: 0 });
    expect(await api.check()).toMatchObject({ reason: 'risk_size_scale_zero' });
    expect(api.events('RISK.UPDATE')).toHaveLength(3);
    const refused = await api.post('/risk/set', { dd_day_pct: 100.5 }, OPS);
    expect([refused.status, refused.json['fields']]).toEqual([
      422,
      [{ field: 'dd_day_pct', message: 'must be at most 100, not 100.5' }],
    ]);
  });

  it('sees the state without changing it', async () => {
    await started();
    const startedAtMs = api.clock.nowMs();
    await post('/ops/cooloff/60');
    api.clock.advance(20_000);
    const { json } = await api.get('/ops/state', OPS);
    expect(problemsOf(OpsStateAnswer, json)).toEqual([]);
    expect(json).toEqual({
      armed: true,
      halted: false,
      in_cooloff: true,
      cooloff_until_ms: startedAtMs + 60_000,
      warns_5m: 0,
      p95_ms: null,
      halt_until_ms: null,
      trading_state: 'ACTIVE',
      mode: 'shadow',
      started_at_ms: startedAtMs,
      now_ms: startedAtMs + 20_000,
    });
    api.clock.advance(40_000);
    expect((await api.get('/ops/state', OPS)).json).toMatchObject({ in_cooloff: false, cooloff_until_ms: null });
    expect(api.events('AURORA.COOL_OFF')).toHaveLength(1);
  });

  it('sees the model in use', async () => {
    await started();
    expect((await api.get('/ops/model_status', OPS)).json).toEqual({
      models: [
        {
          symbol: '*',
          calibrator: 'sigmoid@1',
          fitted: false,
          fitted_at_ms: null,
          kind: 'sigmoid',
          version: '1',
          n: null,
          held_out_n: null,
          ece: null,
          brier: null,
        },
      ],
    });
  });

  it('finds everything as it was left after a restart', async () => {
    await started();
    await post('/aurora/disarm');
    await post('/ops/trading_state/reducing');
    await post('/ops/cooloff/600');
    await post('/risk/set', { size_scale: 0.5 });
    api = await api.restart();
    expect(await post('/ops/cooloff/0')).toMatchObject({
      armed: false,
      in_cooloff: true,
      trading_state: 'REDUCING',
      cooloff_until_ms: api.clock.nowMs() + 600_000,
    });
    expect((await api.get('/risk/snapshot', OPS)).json).toMatchObject({ size_scale: 0.5 });
  });
});

describe('the ops token', () => {
  const NEW_TOKEN = 'another-ops-token-0123456789';
  const withNew = { 'x-ops-token': NEW_TOKEN };

  it('is rotated: the old one dies at once, and no file tells either', async () => {
    await started();
    expect(await post('/ops/rotate_token', { new_token: NEW_TOKEN })).toEqual({ status: 'ok' });
    expect((await api.get('/risk/snapshot', OPS)).status).toBe(403);
    expect((await api.get('/risk/snapshot', withNew)).status).toBe(200);
    expect(api.events('OPS.TOKEN.ROTATE')).toMatchObject([{ details: { token: expect.stringMatching(/^\*+6789$/) } }]);
    expect((await api.get('/metrics')).text).toContain('aurora_ops_token_rotations_total 1');
    api = await api.restart();
    expect((await api.get('/risk/snapshot', OPS)).status).toBe(403);
    expect((await api.get('/risk/snapshot', withNew)).status).toBe(200);
    for (const token of [NEW_TOKEN, OPS_TOKEN, API['x-auth-token']]) expect(filesText()).not.toContain(token);
  });

  it('is rotated at most once in 30 s', async () => {
    await started();
    await post('/ops/rotate_token', { new_token: NEW_TOKEN });
    api.clock.advance(29_001);
    const tooSoon = await api.post('/ops/rotate_token', { new_token: OPS_TOKEN }, withNew);
    expect([tooSoon.status, tooSoon.headers['retry-after'], tooSoon.json['error']]).toEqual([429, '1', 'rate_limited']);
    api.clock.advance(999);
    await post('/ops/rotate_token', { new_token: OPS_TOKEN }, withNew);
    expect((await api.get('/risk/snapshot', OPS)).status).toBe(200);
  });

  it('is not rotated to a short one', async () => {
    await started();
    const { status } = await api.post('/ops/rotate_token', { new_token: 'x'.repeat(23) }, OPS);
    expect(status).toBe(422);
    await post('/ops/rotate_token', { new_token: 'x'.repeat(24) });
  });

  it('is not rotated to the one of the bots, nor in live mode to an example', async () => {
    const live = { OPS_TOKEN: 'vT7q-Zk2m_Rw9xLd4Hs8Bn3Yc6', AURORA_API_TOKEN: 'mQ3x-Vb7w_Np5Kj9Rt2Zc8Ld4' };
    await started({ config: { mode: 'live' }, env: live });
    const rotate = (token: string) =>
      api.post('/ops/rotate_token', { new_token: token }, { 'x-ops-token': live.OPS_TOKEN });
    for (const token of [live.AURORA_API_TOKEN, 'x'.repeat(24), 'change-me-example-ops-token']) {
      const { status, json } = await rotate(token);
      expect([status, (json['fields'] as { field: string }[])[0]!.field]).toEqual([422, 'new_token']);
    }
    expect(api.events('OPS.TOKEN.ROTATE')).toEqual([]);
    expect((await rotate('hG4s-Wd8y_Xf6Mn1Tq9Bv3Pk7')).status).toBe(200);
  });

  it('that is wrong or missing is counted', async () => {
    await started();
    await api.get('/risk/snapshot');
    await api.get('/readiness', { 'x-ops-token': 'wrong' });
    await api.get('/overlay/active');
    expect((await api.get('/metrics')).text).toContain('aurora_ops_auth_fail_total 2');
  });

  it('may come under its other name, which is said once', async () => {
    await started({ env: { OPS_TOKEN: undefined, AURORA_OPS_TOKEN: OPS_TOKEN } });
    expect((await api.get('/risk/snapshot', OPS)).status).toBe(200);
    expect(api.events('OPS.TOKEN.ALIAS_USED')).toMatchObject([
      { details: { alias: 'AURORA_OPS_TOKEN', canonical: 'OPS_TOKEN' } },
    ]);
  });
});
