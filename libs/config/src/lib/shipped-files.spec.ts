import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { checkOverlay } from './check-overlay';
import { loadConfig } from './load-config.node';
import { problemsOf } from './load/small-definition.fixture';
import { isExampleToken } from './rules/example-token';
import { renderReference } from './show/render-reference';

const root = join(__dirname, '../../../..');
const filesIn = (folder: string) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : []);
const tokens = { OPS_TOKEN: 'kV9s-2Lq7_xWm4Tz81bRnE0c', AURORA_API_TOKEN: 'Q7zP-41mXw_9rTe2' };
// A cwd without an .env file of somebody's own.
const load = (name: string, env: Record<string, string>) =>
  loadConfig({ env: { AURORA_CONFIG_NAME: name, ...env }, cwd: __dirname, root }).resolved;

it('are those that are documented', () => {
  expect(filesIn('configs/aurora').sort()).toEqual(['base.yaml', 'live.yaml', 'shadow.yaml', 'testnet.yaml']);
});

it.each([
  ['base', 'shadow'],
  ['shadow', 'shadow'],
  ['testnet', 'testnet'],
  ['live', 'live'],
])('%s.yaml loads and is in mode %s', (name, mode) => {
  const { config, diagnostics } = load(name, tokens);
  expect(config.mode).toBe(mode);
  expect(diagnostics).toEqual([]);
  expect([config.aurora.latencyMinSamples, config.aurora.latencyWarnIntervalS, config.trap.minHistory]).toEqual([
    20, 5, 30,
  ]);
});

it('start without tokens, but for live.yaml', () => {
  for (const name of ['base', 'shadow', 'testnet']) expect(load(name, {}).config.security.opsToken).toBeNull();
  expect(problemsOf(() => load('live', {}))).toHaveLength(2);
});

it('live.yaml denies what is missing and wants a token', () => {
  const { config } = load('live', tokens);
  expect(config.pretrade.missingInput).toBe('deny');
  expect(config.security.requireTokenForTrading).toBe(true);
});

it('overlays are sound on their own', () => {
  for (const file of filesIn('configs/overlays')) {
    expect(checkOverlay({ text: readFileSync(join(root, 'configs/overlays', file), 'utf8'), file })).toEqual([]);
  }
});

it('.env.example starts a shadow and no live gate', () => {
  const env = parse(readFileSync(join(root, '.env.example')));
  expect(load('shadow', { ...env, AURORA_CONFIG_NAME: 'shadow' }).config.mode).toBe('shadow');
  expect(problemsOf(() => load('live', { ...env, AURORA_CONFIG_NAME: 'live' }))).toHaveLength(2);
  expect(isExampleToken(env['OPS_TOKEN']!) && isExampleToken(env['AURORA_API_TOKEN']!)).toBe(true);
});

it('docs/configuration.md is what the declarations say; npm run docs writes it', () => {
  expect(readFileSync(join(root, 'docs/configuration.md'), 'utf8')).toBe(renderReference());
});
