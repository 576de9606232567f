import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error';
import { inspectConfig, resolveConfig } from './aurora-config';
import { loadConfig, readConfigSources } from './load-config.node';

const root = mkdtempSync(join(tmpdir(), 'aurora-load-'));
const cwd = join(root, 'apps');
const write = (path: string, text: string) => writeFileSync(join(root, path), text);

beforeEach(() => {
  for (const folder of ['apps', 'configs/aurora']) mkdirSync(join(root, folder), { recursive: true });
  write('configs/aurora/base.yaml', 'guards:\n  latency_ms_limit: 111\n');
  write('configs/aurora/paper.yaml', 'mode: paper\n');
});
afterEach(() => readdirSync(root).forEach((name) => rmSync(join(root, name), { recursive: true })));
afterAll(() => rmSync(root, { recursive: true }));

it('reads base.yaml when nothing is asked for, and shows where values stand', () => {
  const { resolved, configFile, envFile, root: found } = loadConfig({ env: {}, cwd });
  expect(resolved.config.guards.latencyMsLimit).toBe(111);
  expect([configFile, envFile, found]).toEqual([join(root, 'configs/aurora/base.yaml'), null, root]);
  const { where } = loadConfig({ env: {}, cwd: root }).resolved.provenance.get('guards.latency_ms_limit')!;
  expect(where).toBe('configs/aurora/base.yaml:2:3');
});

it('runs on defaults, and says so, when there is no file', () => {
  rmSync(join(root, 'configs/aurora/base.yaml'));
  const { resolved, configFile } = loadConfig({ env: {}, cwd });
  expect(configFile).toBeNull();
  expect(resolved.diagnostics.map(({ code }) => code)).toEqual(['no_config_file']);
});

it('reads the file that is asked for', () => {
  expect(loadConfig({ env: { AURORA_CONFIG_NAME: 'paper' }, cwd }).resolved.config.mode).toBe('paper');
  expect(loadConfig({ env: { AURORA_CONFIG: 'paper' }, cwd }).resolved.config.mode).toBe('paper');
  expect(() => loadConfig({ env: { AURORA_CONFIG: 'nowhere' }, cwd })).toThrow(ConfigError);
});

it('reads .env, behind the environment', () => {
  write('.env', 'AURORA_CONFIG=paper\nAURORA_LMAX_MS=5\nAURORA_PI_MIN_BPS="7"\n# AURORA_API_PORT=1\n');
  const { resolved, envFile } = loadConfig({ env: { AURORA_LATENCY_MS_LIMIT: '6' }, cwd });
  expect(envFile).toBe(join(root, '.env'));
  expect(resolved.config.mode).toBe('paper');
  expect(resolved.config.guards.latencyMsLimit).toBe(6);
  expect(resolved.config.risk.piMinBps).toBe(7);
  expect(loadConfig({ env: { AURORA_CONFIG_NAME: 'base' }, cwd }).resolved.config.mode).toBe('shadow');
});

it('prefers the .env of the working folder', () => {
  write('.env', 'AURORA_API_PORT=1\n');
  write('apps/.env', 'AURORA_API_PORT=2\n');
  expect(loadConfig({ env: {}, cwd }).resolved.config.api.port).toBe(2);
});

it('puts the overlay between the file and the environment', () => {
  const overlay = { text: 'guards: { latency_ms_limit: 3, spread_bps_limit: 4 }', file: 'o.yaml' };
  const { config } = loadConfig({ env: { AURORA_SPREAD_BPS_LIMIT: '5' }, cwd, overlay }).resolved;
  expect([config.guards.latencyMsLimit, config.guards.spreadBpsLimit]).toEqual([3, 5]);
});

it('writes nothing', () => {
  write('.env', 'OPS_TOKEN=kV9s-2Lq7_xWm4Tz81bRnE0c\n');
  const listing = () => readdirSync(root, { recursive: true }).sort();
  const before = listing();
  loadConfig({ env: {}, cwd });
  expect(listing()).toEqual(before);
});

it('gives what a configuration is settled from, so that it can be looked at without being started with', () => {
  write('configs/aurora/paper.yaml', 'mode: live\n');
  write('.env', 'AURORA_CONFIG_NAME=paper\n');
  const { sources, ...files } = readConfigSources({ env: {}, cwd: root });
  expect(files).toEqual({ configFile: join(root, 'configs/aurora/paper.yaml'), envFile: join(root, '.env'), root });
  expect(() => resolveConfig(sources)).toThrow('must be set in live mode');
  const { config, provenance } = inspectConfig(sources);
  expect([config.mode, provenance.get('mode')!.where]).toEqual(['live', 'configs/aurora/paper.yaml:1:1']);
  expect(() => inspectConfig({ ...sources, env: { AURORA_LMAX_MS: '-1' } })).toThrow(ConfigError);
});

it('says which file cannot be read', () => {
  mkdirSync(join(root, 'apps/.env'));
  expect(() => loadConfig({ env: {}, cwd })).toThrow(join(root, 'apps/.env'));
});
