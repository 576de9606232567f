import { resolveConfig } from '../aurora-config';
import { problemsOf } from '../load/small-definition.fixture';

const OPS = 'kV9s-2Lq7_xWm4Tz81bRnE0c';
const API = 'Q7zP-41mXw_9rTe2';
const withEnv = (env: Record<string, string>) => resolveConfig({ env }).config;

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
