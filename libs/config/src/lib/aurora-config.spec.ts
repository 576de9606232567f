import { Ajv } from 'ajv';
import { problemsOf } from './load/small-definition.fixture';
import { applyOverlay, auroraDefinition, mergedSchema, resolveConfig } from './aurora-config';
import { checkOverlay } from './check-overlay';
import { topLevelKeys } from './schema/service-keys';

const OPS = 'kV9s-2Lq7_xWm4Tz81bRnE0c';
const API = 'Q7zP-41mXw_9rTe2';
const yaml = (...lines: readonly string[]) => ({ text: lines.join('\n'), file: 'c.yaml' });
const overlay = (value: unknown) => ({ value, file: 'o' });
const withEnv = (env: Record<string, string>) => resolveConfig({ env }).config;

describe('defaults', () => {
  const { config, raw } = resolveConfig();

  it('are those that are published', () => {
    expect(raw).toMatchObject({
      mode: 'shadow',
      guards: { latency_ms_limit: 500, spread_bps_limit: 80, vol_guard_std_bps: 300, trap_guard_enabled: true },
      aurora: {
        latency_guard_ms: 30,
        latency_window_sec: 60,
        cooloff_base_sec: 120,
        halt_threshold_repeats: 2,
        min_open_interval_ms: 0,
        cooldown_after_close_ms: 0,
        min_position_hold_ms: 0,
      },
      trap: { z_threshold: 1.64, cancel_pctl: 90, score_threshold: 0.8, window_s: 2, levels: 5, min_history: 0 },
      risk: { pi_min_bps: 2, max_concurrent: 10, size_scale: 1, dd_day_pct: 100, reservation_ttl_ms: 60000 },
      slippage: { eta_fraction_of_b: 0.3 },
      sprt: { enabled: true, timeout_ms: 500, alpha: null, beta: null, sigma: 1, A: 2, B: -2, max_obs: 10 },
      icp: { observe: false },
      pretrade: { order_profile: 'er_before_slip', idempotency_ttl_ms: 60000 },
      api: { host: '127.0.0.1', port: 8000, body_limit_kb: 64 },
      security: {
        ops_token: null,
        api_token: null,
        ip_allowlist: ['127.0.0.1', '::1'],
        cors_origin: null,
        rps_general: 60,
        rps_mutating: 10,
        rps_trading: 0,
      },
      state: { flush_ms: 200 },
      observability: { ack: { ttl_s: 300 } },
    });
  });

  it('pass the schema they are declared with', () => {
    const ajv = new Ajv({ allowUnionTypes: true, keywords: ['env', 'secret'], formats: { 'ip-or-cidr': true } });
    const validate = ajv.compile(mergedSchema());
    for (const { path, segments, default: value } of auroraDefinition.schema.keys) {
      const document = segments.reduceRight<unknown>((inner, segment) => ({ [segment]: inner }), value);
      expect(validate(document) ? null : path).toBeNull();
    }
  });

  it('follow the mode and the run folder', () => {
    expect(config.security.requireTokenForTrading).toBe(false);
    expect(config.state.dir).toBe('run/state');
    const live = withEnv({ AURORA_MODE: 'PROD', OPS_TOKEN: OPS, AURORA_API_TOKEN: API, AURORA_RUN_DIR: '/r' });
    expect(live.mode).toBe('live');
    expect(live.security.requireTokenForTrading).toBe(true);
    expect(live.state.dir).toBe('/r/state');
    const off = resolveConfig({
      yaml: yaml('security: { require_token_for_trading: false }'),
      env: { AURORA_MODE: 'testnet' },
    });
    expect(off.config.security.requireTokenForTrading).toBe(false);
  });
});

it('every name of the environment sets its key', () => {
  const names: readonly (readonly [string, string, string, unknown])[] = [
    ['AURORA_LMAX_MS', '1', 'guards.latency_ms_limit', 1],
    ['AURORA_LATENCY_MS_LIMIT', '1', 'guards.latency_ms_limit', 1],
    ['AURORA_LATENCY_GUARD_MS', '1', 'aurora.latency_guard_ms', 1],
    ['AURORA_LATENCY_WINDOW_SEC', '1', 'aurora.latency_window_sec', 1],
    ['AURORA_COOLOFF_SEC', '1', 'aurora.cooloff_base_sec', 1],
    ['AURORA_HALT_THRESHOLD_REPEATS', '3', 'aurora.halt_threshold_repeats', 3],
    ['TRAP_GUARD', 'off', 'guards.trap_guard_enabled', false],
    ['AURORA_TRAP_Z_THRESHOLD', '1', 'trap.z_threshold', 1],
    ['AURORA_TRAP_CANCEL_PCTL', '1', 'trap.cancel_pctl', 1],
    ['AURORA_TRAP_THRESHOLD', '1', 'trap.score_threshold', 1],
    ['AURORA_TRAP_WINDOW_S', '1', 'trap.window_s', 1],
    ['AURORA_TRAP_LEVELS', '1', 'trap.levels', 1],
    ['AURORA_PI_MIN_BPS', '1', 'risk.pi_min_bps', 1],
    ['AURORA_SLIP_ETA', '1', 'slippage.eta_fraction_of_b', 1],
    ['AURORA_SPREAD_BPS_LIMIT', '1', 'guards.spread_bps_limit', 1],
    ['AURORA_SPREAD_MAX_BPS', '1', 'guards.spread_bps_limit', 1],
    ['AURORA_VOL_GUARD_STD_BPS', '1', 'guards.vol_guard_std_bps', 1],
    ['AURORA_SPRT_ENABLED', '0', 'sprt.enabled', false],
    ['AURORA_SPRT_TIMEOUT_MS', '1', 'sprt.timeout_ms', 1],
    ['AURORA_SPRT_SIGMA', '3', 'sprt.sigma', 3],
    ['AURORA_SPRT_A', '1', 'sprt.A', 1],
    ['AURORA_SPRT_B', '-1', 'sprt.B', -1],
    ['AURORA_SPRT_MAX_OBS', '1', 'sprt.max_obs', 1],
    ['AURORA_ICP_OBS', '1', 'icp.observe', true],
    ['PRETRADE_ORDER_PROFILE', 'slip_before_er', 'pretrade.order_profile', 'slip_before_er'],
    ['AURORA_DD_DAY_PCT', '1', 'risk.dd_day_pct', 1],
    ['AURORA_MAX_CONCURRENT', '1', 'risk.max_concurrent', 1],
    ['AURORA_SIZE_SCALE', '0.5', 'risk.size_scale', 0.5],
    ['AURORA_MIN_OPEN_INTERVAL_MS', '1', 'aurora.min_open_interval_ms', 1],
    ['AURORA_COOLDOWN_AFTER_CLOSE_MS', '1', 'aurora.cooldown_after_close_ms', 1],
    ['AURORA_MIN_POSITION_HOLD_MS', '1', 'aurora.min_position_hold_ms', 1],
    ['AURORA_MODE', 'paper', 'mode', 'paper'],
    ['AURORA_API_HOST', '::1', 'api.host', '::1'],
    ['AURORA_API_PORT', '0', 'api.port', 0],
    ['OPS_TOKEN', '123456', 'security.ops_token', '***'],
    ['AURORA_OPS_TOKEN', '123456', 'security.ops_token', '***'],
    ['AURORA_API_TOKEN', '1234567890123456', 'security.api_token', '***'],
    ['AURORA_IP_ALLOWLIST', '10.0.0.0/8,::1', 'security.ip_allowlist', ['10.0.0.0/8', '::1']],
    ['AURORA_CORS_ORIGIN', 'https://a.example', 'security.cors_origin', 'https://a.example'],
    ['AURORA_SESSION_DIR', '/s', 'logging.session_dir', '/s'],
    ['AURORA_RUN_DIR', '/r', 'session.run_dir', '/r'],
  ];
  for (const [name, text, path, expected] of names) {
    const { raw, provenance } = resolveConfig({ env: { [name]: text } });
    const value = path.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], raw);
    expect([name, value]).toEqual([name, expected]);
    expect(provenance.get(path)).toEqual({ source: 'env', where: name });
  }
  const declared = auroraDefinition.schema.keys.flatMap(({ env }) => env);
  const covered = new Set(names.map(([name]) => name));
  expect(declared.filter((name) => !covered.has(name) && !/^AURORA_SPRT_(ALPHA|BETA)$/.test(name))).toEqual([]);
});

describe('live mode', () => {
  const start = (env: Record<string, string>) =>
    problemsOf(() => resolveConfig({ env: { AURORA_MODE: 'live', ...env } }));
  const said = (env: Record<string, string>) => start(env).map(({ path, message }) => `${path} ${message}`);

  it('wants both tokens', () => {
    expect(said({})).toEqual([
      'security.ops_token must be set in live mode (OPS_TOKEN)',
      'security.api_token must be set in live mode (AURORA_API_TOKEN)',
    ]);
    expect(said({ OPS_TOKEN: OPS })).toHaveLength(1);
    expect(said({ AURORA_API_TOKEN: API })).toHaveLength(1);
    expect(withEnv({ AURORA_MODE: 'live', AURORA_OPS_TOKEN: OPS, AURORA_API_TOKEN: API }).mode).toBe('live');
  });

  it('wants 24 and 16 characters', () => {
    expect(said({ OPS_TOKEN: OPS.slice(1), AURORA_API_TOKEN: API })).toEqual([
      'security.ops_token must have at least 24 characters in live mode',
    ]);
    expect(said({ OPS_TOKEN: OPS, AURORA_API_TOKEN: API.slice(1) })).toEqual([
      'security.api_token must NOT have fewer than 16 characters',
    ]);
  });

  it('refuses example values, which others only remark on', () => {
    const examples = { OPS_TOKEN: 'x'.repeat(24), AURORA_API_TOKEN: 'changeme-changeme' };
    expect(said(examples)).toEqual([
      'security.ops_token is an example value, which live mode refuses',
      'security.api_token is an example value, which live mode refuses',
    ]);
    const { diagnostics } = resolveConfig({ env: { ...examples, AURORA_MODE: 'testnet' } });
    expect(diagnostics.filter(({ code }) => code === 'example_token')).toHaveLength(2);
    expect(resolveConfig({ env: { OPS_TOKEN: OPS } }).diagnostics.map(({ code }) => code)).toEqual(['no_config_file']);
  });

  it('says all that is wrong at once', () => {
    expect(
      start({ OPS_TOKEN: 'secret', AURORA_LMAX_MS: 'NaN', AURORA_SPRT_ALPHA: '0.1' }).map(({ path }) => path),
    ).toEqual([
      'guards.latency_ms_limit',
      'security.ops_token',
      'security.ops_token',
      'security.api_token',
      'sprt.beta',
    ]);
  });
});

describe('the order of guards', () => {
  const order = (...ids: string[]) => `pretrade: { order: [${ids.join(', ')}] }`;

  it.each([
    ['unknown', order('latency', 'latncy'), 'pretrade.order.1'],
    ['repeated', order('latency', 'latency'), 'pretrade.order'],
  ])('takes no %s name', (_, text, path) => {
    expect(problemsOf(() => resolveConfig({ yaml: yaml(text) })).map((problem) => problem.path)).toEqual([path]);
  });

  it('that is written down says the profile', () => {
    const { config, provenance } = resolveConfig({ yaml: yaml(order('slippage', 'latency', 'expected_return')) });
    expect(config.pretrade.orderProfile).toBe('slip_before_er');
    expect(provenance.get('pretrade.order_profile')).toEqual({ source: 'default', where: 'pretrade.order' });
    expect(resolveConfig({ yaml: yaml(order('slippage')) }).config.pretrade.orderProfile).toBe('er_before_slip');
  });

  it('may not contradict a profile that is written down', () => {
    const text = yaml(order('expected_return', 'slippage'));
    const [problem] = problemsOf(() =>
      resolveConfig({ yaml: text, env: { PRETRADE_ORDER_PROFILE: 'slip_before_er' } }),
    );
    expect(problem).toEqual({
      path: 'pretrade.order_profile',
      message: 'is slip_before_er, but pretrade.order (c.yaml:1:13) says er_before_slip',
      source: 'env',
      where: 'PRETRADE_ORDER_PROFILE',
    });
    const agreeing = resolveConfig({ yaml: text, env: { PRETRADE_ORDER_PROFILE: 'er_before_slip' } });
    expect(agreeing.config.pretrade.orderProfile).toBe('er_before_slip');
  });
});

describe('SPRT boundaries', () => {
  const rates = { AURORA_SPRT_ALPHA: '0.05', AURORA_SPRT_BETA: '0.2' };

  it('follow the error rates', () => {
    const { config, provenance } = resolveConfig({ yaml: yaml('sprt: { A: 5 }'), env: rates });
    expect(config.sprt.A).toBeCloseTo(Math.log(0.8 / 0.05), 12);
    expect(config.sprt.B).toBeCloseTo(Math.log(0.2 / 0.95), 12);
    expect(provenance.get('sprt.A')!.where).toBe('sprt.alpha and sprt.beta');
  });

  it('that the environment sets stand, and the error rates have no say', () => {
    expect(withEnv({ ...rates, AURORA_SPRT_A: '3' }).sprt).toMatchObject({ A: 3, B: -2, alpha: null, beta: null });
    expect(withEnv({ ...rates, AURORA_SPRT_B: '-3' }).sprt).toMatchObject({ A: 2, B: -3, alpha: null, beta: null });
  });

  it.each([
    [{ AURORA_SPRT_ALPHA: '0.05' }, 'sprt.beta'],
    [{ AURORA_SPRT_BETA: '0.05' }, 'sprt.alpha'],
    [{ AURORA_SPRT_ALPHA: '0.5', AURORA_SPRT_BETA: '0.5' }, 'sprt.alpha'],
    [{ AURORA_SPRT_A: '0', AURORA_SPRT_B: '0' }, 'sprt.A'],
    [{ AURORA_SPRT_SIGMA: '0' }, 'sprt.sigma'],
  ])('%p is refused', (env, path) => {
    expect(problemsOf(() => withEnv(env)).map((problem) => problem.path)).toEqual([path]);
  });

  it('are switched off by YAML as by the environment', () => {
    expect(resolveConfig({ yaml: yaml('sprt: { enabled: false }') }).config.sprt.enabled).toBe(false);
  });
});

describe('the drawdown of the day', () => {
  it.each([
    ['', {}, 100, 10],
    ['gates: { daily_dd_limit_pct: -4 }', {}, 4, -4],
    ['guards: { daily_dd_limit_pct: 4 }\nrisk: { dd_day_pct: 3 }', {}, 3, 4],
    ['risk: { dd_day_pct: 3 }', { AURORA_DD_DAY_PCT: '2' }, 2, 10],
  ])('%p with %p', (text, env, risk, governance) => {
    const { config } = resolveConfig({ yaml: yaml(text), env });
    expect([config.risk.ddDayPct, config.guards.dailyDdLimitPct]).toEqual([risk, governance]);
  });
});

describe('security', () => {
  it.each([
    ['security: { ip_allowlist: [] }', 'security.ip_allowlist'],
    ['security: { ip_allowlist: [localhost] }', 'security.ip_allowlist.0'],
    ['security: { trusted_proxies: [10.0.0.0/33] }', 'security.trusted_proxies.0'],
    ['security: { cors_origin: example.com }', 'security.cors_origin'],
    ['security: { cors_origin: "https://a.example/path" }', 'security.cors_origin'],
    ['security: { rps_trading: -1 }', 'security.rps_trading'],
    ['security: { ops_token: "two words" }', 'security.ops_token'],
    ['security: { ops_token: 123456 }', 'security.ops_token'],
    ['mode: Live', 'mode'],
    ['symbols: [SOL/USDT]', 'symbols.0'],
  ])('%s is refused', (text, path) => {
    expect(problemsOf(() => resolveConfig({ yaml: yaml(text) })).map((problem) => problem.path)).toEqual([path]);
  });
});

describe('overlays', () => {
  const base = resolveConfig({
    yaml: yaml('guards: { spread_bps_limit: 70 }'),
    env: { AURORA_LMAX_MS: '50', OPS_TOKEN: OPS },
  });

  it('lie between YAML and the environment, replace each other, and come off', () => {
    const first = applyOverlay(base, overlay({ guards: { spread_bps_limit: 5, latency_ms_limit: 5 } }));
    expect([first.config.guards.spreadBpsLimit, first.config.guards.latencyMsLimit]).toEqual([5, 50]);
    const second = applyOverlay(first, overlay({ trap: { z_threshold: 3 } }));
    expect([second.config.guards.spreadBpsLimit, second.config.trap.zThreshold]).toEqual([70, 3]);
    const off = applyOverlay(second, null);
    expect(off.hash).toBe(base.hash);
    expect(off.config.security.opsToken).toBe(OPS);
  });

  it.each([
    { mode: 'live' },
    { security: { ops_token: OPS } },
    { security: { ip_allowlist: ['0.0.0.0/0'] } },
    { api: { host: '0.0.0.0' } },
    { api: { port: 1 } },
    { state: { dir: '/tmp' } },
    { session: { run_dir: '/tmp' } },
    { logging: { session_dir: '/tmp' } },
  ])('may not touch %p', (value) => {
    expect(checkOverlay(overlay(value))).toEqual([
      expect.objectContaining({ message: expect.stringContaining('may not be changed by an overlay: ') }),
    ]);
    expect(() => applyOverlay(base, overlay(value))).toThrow('may not be changed');
  });

  it('are checked on their own', () => {
    expect(checkOverlay(overlay({ guards: { spread_bps_limit: 5 } }))).toEqual([]);
    expect(checkOverlay(overlay({ guards: { spread_bps: 5 } }))[0]!.message).toContain('guards.spread_bps_limit');
    expect(checkOverlay(overlay({ guards: { spread_bps_limit: NaN } }))).toHaveLength(1);
    expect(checkOverlay({ text: 'a: [', file: 'o' })[0]!.path).toBe('(file)');
    expect(checkOverlay(overlay([]))).toHaveLength(1);
  });

  it('are put on nothing but a resolved configuration', () => {
    expect(() => applyOverlay({ ...base }, null)).toThrow(TypeError);
  });
});

describe('registry', () => {
  const { keys } = auroraDefinition.schema;

  it('has a section or a place at the top for every key', () => {
    expect(keys.filter(({ segments }) => segments.length === 1).map(({ path }) => path)).toEqual(
      Object.keys(topLevelKeys),
    );
  });

  it('has a bound for every number but the one that is clipped', () => {
    const isNumber = (type: unknown) => /number|integer/.test(String(type));
    const unbound = keys.filter(
      ({ schema }) => isNumber(schema.type) && !('minimum' in schema || 'exclusiveMinimum' in schema),
    );
    expect(unbound.map(({ path }) => path)).toEqual(['risk.size_scale']);
  });

  it('has whole sentences', () => {
    expect(keys.filter(({ description }) => !/^[\w`"].*\.$/.test(description)).map(({ path }) => path)).toEqual([]);
  });
});
