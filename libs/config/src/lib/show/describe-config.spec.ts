import { resolveConfig } from '../aurora-config';
import { configKeys } from './config-keys';
import { describeConfig, maskedConfig, maskToken } from './describe-config';

const OPS = 'kV9s-2Lq7_xWm4Tz81bRnE0c';
const resolved = resolveConfig({
  yaml: { text: 'trap:\n  levels: 7\n', file: 'c.yaml' },
  env: { AURORA_OPS_TOKEN: OPS },
});
const line = (path: string) => describeConfig(resolved).find((one) => one.path === path);

it('shows every value once, with where it came from', () => {
  expect(describeConfig(resolved).map(({ path }) => path)).toEqual(configKeys().map(({ path }) => path));
  expect(line('trap.levels')).toMatchObject({ value: 7, source: 'yaml', where: 'c.yaml:2:3' });
  expect(line('security.ops_token')).toMatchObject({ value: '***', source: 'env', where: 'AURORA_OPS_TOKEN' });
  expect(line('security.api_token')).toMatchObject({ value: null, source: 'default' });
  expect(line('observability.ack.ttl_s')).toMatchObject({ value: 300 });
});

it('shows no secret', () => {
  expect(JSON.stringify([describeConfig(resolved), maskedConfig(resolved), resolved])).not.toContain(OPS.slice(-4));
});

it.each([
  [OPS, '***nE0c'],
  [OPS.slice(1), '***'],
  ['', '***'],
])('masks %p as %p', (token, masked) => {
  expect(maskToken(token)).toBe(masked);
});

it('lists keys with type, bounds and names', () => {
  const row = (path: string) => configKeys().find((one) => one.path === path);
  expect(row('api.port')).toMatchObject({
    type: 'integer',
    default: 8000,
    bounds: '0..65535',
    env: ['AURORA_API_PORT'],
  });
  expect(row('mode')).toMatchObject({ type: 'text', bounds: 'live, testnet, paper, shadow, prod' });
  expect(row('security.ops_token')).toMatchObject({
    type: 'text or unset',
    secret: true,
    bounds: '1..512 characters',
  });
  expect(row('sprt.alpha')).toMatchObject({ type: 'number or unset', default: null, bounds: '> 0, < 1' });
});
