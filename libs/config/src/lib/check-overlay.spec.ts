import { applyOverlay, resolveConfig } from './aurora-config';
import { checkOverlay } from './check-overlay';
import { ConfigError } from './config-error';
import { configKeys } from './show/config-keys';

const OPS = 'kV9s-2Lq7_xWm4Tz81bRnE0c';
const yaml = (text: string) => ({ text, file: 'c.yaml' });
const overlay = (value: unknown) => ({ value, file: 'o' });

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

  it('may not touch a single key of who may call, where, and what is kept', () => {
    const closed = ['mode', 'security', 'api', 'state', 'session', 'logging'];
    const keys = configKeys().filter(({ path, secret }) => secret || closed.includes(path.split('.')[0]!));
    expect(keys.length).toBeGreaterThan(30);
    for (const { path, default: value } of keys) {
      const [section, key] = path.split('.');
      for (const wanted of [value, 'other', null]) {
        const content = key === undefined ? { [section!]: wanted } : { [section!]: { [key]: wanted } };
        expect([path, checkOverlay(overlay(content)).length]).not.toEqual([path, 0]);
        expect(() => applyOverlay(base, overlay(content))).toThrow(ConfigError);
      }
    }
  });

  it.each([
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"guards":{"__proto__":{"polluted":1}}}',
  ])('take no name of a prototype: %s', (json) => {
    expect(checkOverlay(overlay(JSON.parse(json)))).toHaveLength(1);
    expect(() => applyOverlay(base, overlay(JSON.parse(json)))).toThrow(ConfigError);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
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
