import { defaultSearchSpace } from '@aurora/tuning/config';
import { resolveConfig } from '../aurora-config';
import { checkOverlay } from '../check-overlay';
import { problemsOf } from '../load/small-definition.fixture';

const sources = (...entries: readonly unknown[]) => ({
  yaml: { value: { tuner: { search_space: entries } }, file: 'c.yaml' },
});
const z = { key: 'parent_gate.z_threshold', type: 'float', low: 0.25, high: 2 };

it('the default is sound: every key is there, may be overlaid and takes both ends', () => {
  const { config } = resolveConfig(sources(...defaultSearchSpace));
  expect(config.tuner.searchSpace).toEqual(resolveConfig().config.tuner.searchSpace);
  expect(config.tuner.searchSpace).toEqual(defaultSearchSpace);
});

it.each([
  ['both ends of the key', { ...z, low: 0, high: 100 }],
  ['a logarithm', { ...z, log: true }],
  ['a step', { ...z, step: 0.25 }],
  ['integers', { key: 'reward.ttl_s', type: 'int', low: 1, high: 604_800 }],
  ['integers for a number', { key: 'reward.max_r', type: 'int', low: 1, high: 8 }],
  ['a switch', { key: 'parent_gate.align_sign', type: 'categorical', choices: [true, false] }],
  ['texts', { key: 'pretrade.order_profile', type: 'categorical', choices: ['er_before_slip', 'slip_before_er'] }],
  ['a key of the section with two names', { key: 'gates.spread_bps_limit', type: 'float', low: 0, high: 10 }],
])('takes %s', (_, entry) => {
  expect(resolveConfig(sources(entry)).config.tuner.searchSpace).toEqual([entry]);
});

it.each<[string, unknown, string, string]>([
  ['no entry', undefined, 'tuner.search_space', 'must NOT have fewer than 1 items'],
  ['no key', { type: 'int', low: 1, high: 2 }, 'tuner.search_space.0', "must have required property 'key'"],
  ['an unknown field', { ...z, lo: 1 }, 'tuner.search_space.0', 'must NOT have additional properties'],
  ['an unknown type', { ...z, type: 'real' }, 'tuner.search_space.0.type', 'must be one of float, int, categorical'],
  ['a text for a bound', { ...z, low: '1' }, 'tuner.search_space.0.low', 'must be a finite number'],
  ['bounds the wrong way', { ...z, low: 3 }, 'tuner.search_space', 'low 3 is above high 2'],
  ['a value above the key', { ...z, high: 100.5 }, 'tuner.search_space', 'z_threshold: must be <= 100, is 100.5'],
  ['a value below the key', { ...z, low: -0.5 }, 'tuner.search_space', 'z_threshold: must be >= 0, is -0.5'],
  ['an unknown key', { ...z, key: 'parent_gate.z' }, 'tuner.search_space', 'parent_gate.z: unknown key; the nearest'],
  [
    'every number for an integer',
    { key: 'reward.ttl_s', type: 'float', low: 60, high: 900 },
    'tuner.search_space',
    'reward.ttl_s: takes integer, not every number of an interval',
  ],
  [
    'the same under the other name of its section',
    { key: 'gates.max_concurrent_positions', type: 'float', low: 1, high: 9 },
    'tuner.search_space',
    'gates.max_concurrent_positions: takes integer',
  ],
  [
    'a choice of another type',
    { key: 'runner.fail_open', type: 'categorical', choices: [false, 'yes'] },
    'tuner.search_space',
    'runner.fail_open: must be true or false, is "yes"',
  ],
  [
    'a key no overlay may touch',
    { key: 'security.rps_trading', type: 'int', low: 0, high: 10 },
    'tuner.search_space',
    'may not be changed by an overlay',
  ],
  [
    'a limit of its own',
    { key: 'tuner.max_deny_rate', type: 'float', low: 0, high: 1 },
    'tuner.search_space',
    'may not be changed by an overlay',
  ],
])('refuses %s', (_, entry, path, message) => {
  const problems = problemsOf(() => resolveConfig(entry === undefined ? sources() : sources(entry)));
  expect(problems).toEqual([expect.objectContaining({ path, message: expect.stringContaining(message) as unknown })]);
});

it('a key twice is refused', () => {
  expect(problemsOf(() => resolveConfig(sources(z, z)))).toMatchObject([
    { path: 'tuner.search_space', message: 'parent_gate.z_threshold: is dimension 0 already', where: 'c.yaml' },
  ]);
});

it('no overlay changes what a search may try, nor what it may not break', () => {
  const overlay = { tuner: { max_deny_rate: 1, search_space: [z] } };
  expect(checkOverlay({ value: overlay, file: 'overlay' }).map(({ path }) => path)).toEqual([
    'tuner.max_deny_rate',
    'tuner.search_space',
  ]);
});
