import { Ajv } from 'ajv';
import { problemsOf } from './load/small-definition.fixture';
import { ConfigError } from './config-error';
import { auroraDefinition, configFromLog, mergedSchema, resolveConfig } from './aurora-config';
import { topLevelKeys } from './schema/service-keys';

const OPS = 'kV9s-2Lq7_xWm4Tz81bRnE0c';
const API = 'Q7zP-41mXw_9rTe2';
const yaml = (...lines: readonly string[]) => ({ text: lines.join('\n'), file: 'c.yaml' });
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
    expect([config.state.dir, config.tuner.dir]).toEqual(['run/state', 'run/tuner']);
    const live = withEnv({ AURORA_MODE: 'PROD', OPS_TOKEN: OPS, AURORA_API_TOKEN: API, AURORA_RUN_DIR: '/r' });
    expect(live.mode).toBe('live');
    expect(live.security.requireTokenForTrading).toBe(true);
    expect([live.state.dir, live.tuner.dir]).toEqual(['/r/state', '/r/tuner']);
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
    ['AURORA_LOG_LEVEL', 'Debug', 'api.log_level', 'debug'],
    ['AURORA_GIT_REVISION', 'ca3ba5c', 'api.git_revision', 'ca3ba5c'],
    ['OPS_TOKEN', '123456', 'security.ops_token', '***'],
    ['AURORA_OPS_TOKEN', '123456', 'security.ops_token', '***'],
    ['AURORA_API_TOKEN', '1234567890123456', 'security.api_token', '***'],
    ['AURORA_IP_ALLOWLIST', '10.0.0.0/8,::1', 'security.ip_allowlist', ['10.0.0.0/8', '::1']],
    ['AURORA_CORS_ORIGIN', 'https://a.example', 'security.cors_origin', 'https://a.example'],
    ['AURORA_SESSION_DIR', '/s', 'logging.session_dir', '/s'],
    ['AURORA_RUN_DIR', '/r', 'session.run_dir', '/r'],
    ['AURORA_TUNER_DIR', '/t', 'tuner.dir', '/t'],
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

describe('the section gates', () => {
  it('sets what guards declares', () => {
    const { config } = resolveConfig({ yaml: yaml('gates: { reject_storm_pct: 0.25 }', 'guards:') });
    expect(config.guards.rejectStormPct).toBe(0.25);
    expect(resolveConfig({ yaml: yaml('gates:') }).hash).toBe(resolveConfig().hash);
  });

  it.each([
    ['gates: { reject_storm_pc: 0.25 }', 'gates.reject_storm_pc', 'the nearest known name is guards.reject_storm_pct'],
    ['gates: { cvar_alpha: 2 }', 'gates.cvar_alpha', 'must be <= 1, is 2'],
    [
      'gates: { cvar_alpha: 1 }\nguards: { cvar_alpha: 0.5 }',
      'guards.cvar_alpha',
      'is given differently as gates.cvar_alpha',
    ],
    ['gates: 5', 'gates', 'the nearest known name is guards'],
    ['guards: 5', 'guards', 'must be a section'],
  ])('%s is refused', (text, path, message) => {
    const problems = problemsOf(() => resolveConfig({ yaml: yaml(text) }));
    expect(problems).toEqual([expect.objectContaining({ path, message: expect.stringContaining(message) })]);
  });
});

describe('registry', () => {
  const { keys, byPath } = auroraDefinition.schema;

  it('knows every key that a rule names', () => {
    const sections = new Set(keys.map(({ segments }) => segments[0]!));
    const named = [
      ...auroraDefinition.checks.flatMap(({ reads }) => reads),
      ...auroraDefinition.places,
      ...auroraDefinition.overlayRefusals.map(({ path }) => path),
    ];
    expect(named.filter((path) => !byPath.has(path) && !sections.has(path))).toEqual([]);
  });

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

describe('a configuration from a log', () => {
  it.each([
    ['defaults', ''],
    ['an order profile', 'pretrade: { order_profile: slip_before_er }'],
    ['an order', 'pretrade: { order: [slippage, expected_return] }'],
    ['error rates', 'sprt: { alpha: 0.05, beta: 0.1 }'],
    ['unset drawdowns', 'guards: { daily_dd_limit_pct: 4 }'],
  ])('is the one it was: %s', (_, text) => {
    const resolved = resolveConfig({ yaml: yaml(text), env: { OPS_TOKEN: OPS, AURORA_API_TOKEN: API } });
    const again = configFromLog(JSON.parse(JSON.stringify(resolved.raw)));
    expect(again.hash).toBe(resolved.hash);
    expect(again.config).toEqual(resolved.config);
  });

  it('is read without keys that this program does not know, in any section', () => {
    const { raw, config } = resolveConfig({ yaml: yaml('guards: { spread_bps_limit: 50 }') });
    const logged = JSON.parse(JSON.stringify(raw)) as Record<string, Record<string, unknown>>;
    logged['guards']!['retired_limit'] = 3;
    const again = configFromLog({ ...logged, retired: { limit: 4 }, retired_switch: true });
    expect(again.config).toEqual(config);
    expect(again.config.guards.spreadBpsLimit).toBe(50);
  });

  it.each<[string, unknown]>([
    ['a value that no longer fits', { guards: { spread_bps_limit: -1 } }],
    ['a value that is no number', { guards: { spread_bps_limit: 'wide' } }],
  ])('is refused with %s', (_, raw) => {
    expect(() => configFromLog(raw as Record<string, unknown>)).toThrow(ConfigError);
  });

  describe('takes a change', () => {
    const { raw, config } = resolveConfig({ yaml: yaml('guards: { spread_bps_limit: 50 }') });
    const change = (text: string, mayTouchAll = false) =>
      configFromLog(raw, { document: { text, file: 'change.yaml' }, mayTouchAll });

    it('in the place of what was logged, and of nothing else', () => {
      const changed = change('guards: { spread_bps_limit: 5 }');
      expect(changed.config).toEqual({ ...config, guards: { ...config.guards, spreadBpsLimit: 5 } });
    });

    it.each([
      ['guards: { spread_bps_limit: -1 }', 'guards.spread_bps_limit', 'change.yaml:1:11'],
      ['risk: { pi_min: 3 }', 'risk.pi_min', 'change.yaml:1:9'],
      ['mode: live', 'mode', 'change.yaml:1:1'],
    ])('and refuses %s', (text, path, where) => {
      expect(() => change(text)).toThrow(
        expect.objectContaining({ problems: [expect.objectContaining({ path, where })] }) as Error,
      );
    });

    it('to where no overlay may reach, when it is asked to', () => {
      expect(change('mode: live', true).config.mode).toBe('live');
    });
  });
});
