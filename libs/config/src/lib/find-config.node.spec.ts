import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findConfigFile, findRoot } from './find-config.node';

const root = mkdtempSync(join(tmpdir(), 'aurora-find-'));
const deep = join(root, 'apps', 'api');
const inConfigs = (...parts: string[]) => join(root, 'configs', ...parts);

beforeAll(() => {
  for (const folder of [deep, inConfigs('aurora'), inConfigs('overlays')]) mkdirSync(folder, { recursive: true });
  for (const file of ['aurora/base.yaml', 'aurora/live.yaml', 'other.yml', 'plain']) writeFileSync(inConfigs(file), '');
  writeFileSync(join(deep, 'mine.yaml'), '');
});
afterAll(() => rmSync(root, { recursive: true }));

const find = (config?: string, name?: string) => findConfigFile({ config, name }, { cwd: deep, root });

it('finds the folder that holds configs from below', () => {
  expect(findRoot(deep)).toBe(root);
  expect(findRoot(root)).toBe(root);
});

it.each([
  ['a path from the working folder', 'mine.yaml', () => join(deep, 'mine.yaml')],
  ['an absolute path', inConfigs('plain'), () => inConfigs('plain')],
  ['a bare name in configs/aurora', 'live', () => inConfigs('aurora', 'live.yaml')],
  ['a bare name with its ending', 'live.yaml', () => inConfigs('aurora', 'live.yaml')],
  ['a bare name in configs', 'other', () => inConfigs('other.yml')],
  ['a bare name without an ending', 'plain', () => inConfigs('plain')],
  ['a path below configs', 'aurora/live', () => inConfigs('aurora', 'live.yaml')],
])('AURORA_CONFIG may be %s', (_, config, expected) => {
  expect(find(config)).toBe(expected());
});

it('AURORA_CONFIG_NAME is a name in configs/aurora, and yields to AURORA_CONFIG', () => {
  expect(find(undefined, 'live')).toBe(inConfigs('aurora', 'live.yaml'));
  expect(find('other', 'live')).toBe(inConfigs('other.yml'));
});

it.each([
  ['missing', undefined],
  ['aurora', undefined],
  ['overlays', undefined],
  [undefined, 'other'],
  [undefined, '../other.yml'],
])('what was asked for and is not there stops: %p, %p', (config, name) => {
  expect(() => find(config, name)).toThrow('1 problem in the configuration');
});

it('base.yaml is read when nothing was asked for, and nothing when there is none', () => {
  expect(find()).toBe(inConfigs('aurora', 'base.yaml'));
  expect(findConfigFile({ config: undefined, name: undefined }, { cwd: tmpdir(), root: null })).toBeNull();
  expect(findConfigFile({ config: undefined, name: undefined }, { cwd: deep, root: deep })).toBeNull();
});
