import { problemsOf, resolveSmall } from './small-definition.fixture';

const withEnv = (env: Record<string, string | undefined>) => resolveSmall({ env }).config;

describe('switches', () => {
  it.each([
    ['1', true],
    ['true', true],
    ['on', true],
    [' ON ', true],
    ['0', false],
    ['False', false],
    ['off', false],
  ])('%p is %p', (text, expected) => {
    expect(withEnv({ TRAP: text }).guards.trapEnabled).toBe(expected);
  });

  it.each(['yes', 'no', '2', 'null', 'toString', '__proto__', 'o n'])('%p is none', (text) => {
    expect(problemsOf(() => withEnv({ TRAP: text }))).toEqual([
      {
        path: 'guards.trap_enabled',
        message: `must be 1, 0, true, false, on or off, is "${text}"`,
        source: 'env',
        where: 'TRAP',
      },
    ]);
  });
});

describe('numbers', () => {
  it.each([
    ['0', 0],
    ['60000', 60000],
    [' 12.5 ', 12.5],
    ['.5', 0.5],
    ['5.', 5],
    ['+5', 5],
    ['1e3', 1000],
    ['007', 7],
  ])('%p is %p', (text, expected) => {
    expect(withEnv({ LMAX: text }).guards.latencyMsLimit).toBe(expected);
  });

  it.each(['NaN', 'Infinity', '-inf', '1e999', '0x10', '1,000', '1_000', '5ms', 'true', '--5', '.', 'e5'])(
    '%p is none',
    (text) => {
      expect(problemsOf(() => withEnv({ LMAX: text }))[0]!.message).toContain('must be a finite decimal number');
    },
  );

  it('keep to the bounds and to integers of the key', () => {
    expect(problemsOf(() => withEnv({ LMAX: '60000.1' }))[0]!.message).toBe('must be <= 60000, is 60000.1');
    expect(problemsOf(() => withEnv({ STORM: '2.5' }))[0]!.message).toBe('must be an integer, is 2.5');
    expect(withEnv({ STORM: '3.0' }).gates.stormMinTotal).toBe(3);
  });
});

describe('texts', () => {
  it.each(['12345678', '00012345', 'truetrue', '1e5-1e5-1e5', '0x123456', 'nullnull'])('%p stays a text', (text) => {
    expect(withEnv({ TOKEN: text }).access.token).toBe(text);
    expect(withEnv({ LABEL: text }).access.label).toBe(text);
  });

  it('of a closed list are found in any case', () => {
    expect(withEnv({ PROFILE: 'FAST' }).access.profile).toBe('fast');
    expect(problemsOf(() => withEnv({ PROFILE: 'fastt' }))[0]!.message).toBe('must be one of slow, fast, is "fastt"');
  });
});

it('lists are separated by commas', () => {
  expect(withEnv({ HOSTS: ' 10.0.0.1 ,::1,, ' }).access.hosts).toEqual(['10.0.0.1', '::1']);
});

it('a name without a text counts as unset', () => {
  expect(withEnv({ LMAX: '', TRAP: ' ', TOKEN: '\t', HOSTS: '', PROFILE: undefined })).toEqual(withEnv({}));
});

describe('aliases', () => {
  it('set the key and are reported', () => {
    const { config, aliasesUsed } = resolveSmall({ env: { LATENCY_LIMIT: '3', OLD_TOKEN: 'abcdefgh' } });
    expect(config.guards.latencyMsLimit).toBe(3);
    expect(config.access.token).toBe('abcdefgh');
    expect(aliasesUsed).toEqual([
      { path: 'guards.latency_ms_limit', alias: 'LATENCY_LIMIT', canonical: 'LMAX' },
      { path: 'access.token', alias: 'OLD_TOKEN', canonical: 'TOKEN' },
    ]);
    expect(resolveSmall({ env: { LMAX: '3' } }).aliasesUsed).toEqual([]);
  });

  it('may repeat the value of the canonical name', () => {
    expect(withEnv({ LMAX: '3', LATENCY_LIMIT: '3.0' }).guards.latencyMsLimit).toBe(3);
  });

  it('with another value are a problem that names both', () => {
    expect(problemsOf(() => withEnv({ LMAX: '3', LATENCY_LIMIT: '4' }))).toEqual([
      {
        path: 'guards.latency_ms_limit',
        message: 'is set differently by two names of one key: LMAX=3 and LATENCY_LIMIT=4',
        source: 'env',
        where: 'LMAX, LATENCY_LIMIT',
      },
    ]);
    const [secret] = problemsOf(() => withEnv({ TOKEN: '12345678', OLD_TOKEN: '12345679' }));
    expect(secret!.message).toBe('is set differently by two names of one key: TOKEN and OLD_TOKEN');
  });
});

describe('a .env file', () => {
  const dotenv = { file: '.env', values: { LMAX: '10', LABEL: 'file' } };

  it('stands in for what the environment does not say', () => {
    const { config, provenance } = resolveSmall({ env: { LABEL: '' }, dotenv });
    expect(config.guards.latencyMsLimit).toBe(10);
    expect(config.access.label).toBe('file');
    expect(provenance.get('access.label')).toEqual({ source: 'env', where: 'LABEL (.env)' });
  });

  it('yields to any name of the key in the environment', () => {
    expect(resolveSmall({ env: { LATENCY_LIMIT: '20' }, dotenv }).config.guards.latencyMsLimit).toBe(20);
  });
});

it('AURORA names that set nothing are said, with the nearest known one', () => {
  const { diagnostics } = resolveSmall({
    env: { AURORA_CONFG: 'x', AURORA_EMPTY: '', PATH: '/bin', AURORA_CONFIG: 'live' },
    dotenv: { file: '.env', values: { AURORA_CONFG: 'x', AURORA_CONFIG_NAM: 'y' } },
  });
  expect(diagnostics.filter(({ code }) => code === 'unknown_env').map(({ message }) => message)).toEqual([
    'AURORA_CONFG sets nothing; the nearest known name is AURORA_CONFIG',
    'AURORA_CONFIG_NAM sets nothing; the nearest known name is AURORA_CONFIG_NAME',
  ]);
});
