import { configFromLog, resolveConfig } from '../aurora-config';
import { problemsOf } from '../load/small-definition.fixture';

const TOKENS = { OPS_TOKEN: 'kV9s-2Lq7_xWm4Tz81bRnE0c', AURORA_API_TOKEN: 'Q7zP-41mXw_9rTe2' };
const sources = (mode: string, text: string, env: object = TOKENS) => ({
  yaml: { text, file: 'c.yaml' },
  env: { AURORA_MODE: mode, ...env },
});
const refused = (text: string, env?: object): string[] =>
  problemsOf(() => resolveConfig(sources('live', text, env))).map(({ path, message }) => `${path} ${message}`);
const starts = (mode: string, text: string): boolean => resolveConfig(sources(mode, text)).ok;

describe('a live gate does not start', () => {
  it('with one token for bots and operators', () => {
    const both = { OPS_TOKEN: TOKENS.OPS_TOKEN, AURORA_API_TOKEN: TOKENS.OPS_TOKEN };
    expect(refused('', both)).toEqual(['security.api_token must differ from security.ops_token in live mode']);
    expect(resolveConfig(sources('testnet', '', both)).ok).toBe(true);
  });

  it.each([
    ['[10.0.0.0/8]', false],
    ['[127.0.0.1, 10.0.0.7]', false],
    ['[127.0.0.0/7]', false],
    ['["::/0"]', false],
    ['["::1/127"]', false],
    ['["::ffff:10.0.0.1"]', false],
    ['[127.0.0.0/8, "::1/128"]', true],
    ['[127.0.0.1, 127.9.9.9/32, "::1"]', true],
  ])('without a token on the trading routes for %s, unless they are loopback addresses', (list, isAllowed) => {
    const text = `security: { require_token_for_trading: false, ip_allowlist: ${list} }`;
    expect(starts('testnet', text)).toBe(true);
    if (isAllowed) expect(starts('live', text)).toBe(true);
    else expect(refused(text)).toEqual([expect.stringMatching(/^security.require_token_for_trading may be off/)]);
  });

  it.each(['[0.0.0.0/0]', '["::/0"]', '[10.0.0.1, 1.2.3.4/0]'])('when everyone is a trusted proxy: %s', (list) => {
    const text = `security: { trusted_proxies: ${list} }`;
    expect(refused(text)).toEqual([expect.stringMatching(/^security.trusted_proxies must not hold every address/)]);
    expect(starts('shadow', text)).toBe(true);
  });

  it('with prod for live', () => {
    expect(problemsOf(() => resolveConfig({ env: { AURORA_MODE: 'prod' } }))).toHaveLength(2);
    expect(problemsOf(() => resolveConfig(sources('prod', 'security: { trusted_proxies: ["::/0"] }')))).toHaveLength(1);
  });
});

describe('a live gate starts, but says', () => {
  const RISKY = [
    'logging: { durability: async }',
    'pretrade: { missing_input: lenient }',
    'guards: { trap_guard_enabled: false }',
    'sprt: { enabled: false }',
    'api: { host: 0.0.0.0 }',
    'api: { host: gate.example }',
    'security: { ip_allowlist: [0.0.0.0/0] }',
    'security: { cors_origin: "*" }',
    'security: { rps_general: 0 }',
    'security: { rps_mutating: 0 }',
  ];

  const remarks = (mode: string, text: string): string[] =>
    resolveConfig(sources(mode, text)).diagnostics.map(({ code, message }) => `${code} ${message}`);

  it.each(RISKY)('%s', (text) => {
    const key = text.replace(/: \{ /, '.').split(':')[0]!;
    expect(remarks('live', text)).toEqual([expect.stringContaining(`risky_in_live ${key} `)]);
    expect(remarks('testnet', text)).toEqual([]);
  });

  it.each(['', 'api: { host: 127.0.0.1 }', 'api: { host: "::1" }', 'api: { host: localhost }'])(
    'nothing for "%s"',
    (text) => {
      expect(remarks('live', text)).toEqual([]);
    },
  );
});

it('what a live gate does not start with is no reason not to judge a log again', () => {
  const { raw } = resolveConfig(sources('live', ''));
  const lax = {
    ...raw,
    security: { ...(raw['security'] as object), trusted_proxies: ['0.0.0.0/0'], ops_token: '***' },
  };
  expect(configFromLog(lax).config.mode).toBe('live');
});
