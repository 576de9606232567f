import fc from 'fast-check';
import { inspect } from 'node:util';
import { problemsOf, resolveSmall, yaml } from './small-definition.fixture';

describe('precedence', () => {
  const layers = {
    yaml: yaml('guards:', '  latency_ms_limit: 100'),
    overlay: { value: { guards: { latency_ms_limit: 200 } }, file: 'triage' },
    env: { LMAX: '300' },
  };

  it.each([
    [{}, 500, { source: 'default', where: 'default' }],
    [{ yaml: layers.yaml }, 100, { source: 'yaml', where: 'c.yaml:2:3' }],
    [{ yaml: layers.yaml, overlay: layers.overlay }, 200, { source: 'overlay', where: 'triage' }],
    [layers, 300, { source: 'env', where: 'LMAX' }],
    [{ yaml: layers.yaml, env: layers.env }, 300, { source: 'env', where: 'LMAX' }],
    [
      { yaml: layers.yaml, overlay: null, env: { LMAX: '', LATENCY_LIMIT: '  ' } },
      100,
      { source: 'yaml', where: 'c.yaml:2:3' },
    ],
  ])('%# the highest layer that says something wins', (sources, expected, provenance) => {
    const resolved = resolveSmall(sources);
    expect(resolved.config.guards.latencyMsLimit).toBe(expected);
    expect(resolved.provenance.get('guards.latency_ms_limit')).toEqual(provenance);
  });

  it('says when the environment leaves an overlay without effect', () => {
    const { diagnostics } = resolveSmall(layers);
    expect(diagnostics).toEqual([
      {
        code: 'overruled_by_env',
        message: 'guards.latency_ms_limit of the overlay has no effect: the environment sets it',
      },
    ]);
  });

  it('holds for every combination of layers', () => {
    const limit = fc.option(fc.integer({ min: 0, max: 60000 }), { nil: undefined });
    fc.assert(
      fc.property(limit, limit, limit, (inYaml, inOverlay, inEnv) => {
        const { config } = resolveSmall({
          ...(inYaml === undefined ? {} : { yaml: yaml(`guards: { latency_ms_limit: ${inYaml} }`) }),
          ...(inOverlay === undefined
            ? {}
            : { overlay: { value: { guards: { latency_ms_limit: inOverlay } }, file: 'o' } }),
          env: { LMAX: inEnv?.toString() },
        });
        expect(config.guards.latencyMsLimit).toBe(inEnv ?? inOverlay ?? inYaml ?? 500);
      }),
    );
  });
});

describe('result', () => {
  it('is typed, nested, camelCase and frozen to the bottom', () => {
    const { config, raw } = resolveSmall({
      yaml: yaml('watch:', '  ack:', '    ttl_s: 5', 'access:', '  hosts: [10.0.0.0/8]'),
    });
    expect(config.watch.ack.ttlS).toBe(5);
    expect(config.stage).toBe('dry');
    expect(raw).toMatchObject({ stage: 'dry', watch: { ack: { ttl_s: 5 } }, access: { hosts: ['10.0.0.0/8'] } });
    for (const part of [config, config.watch.ack, config.access.hosts, raw, raw['watch']]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('shares nothing with the documents it came from', () => {
    const hosts = ['10.0.0.1'];
    const { config } = resolveSmall({ yaml: { value: { access: { hosts } }, file: 'a' } });
    hosts.push('10.0.0.2');
    expect(config.access.hosts).toEqual(['10.0.0.1']);
    expect(resolveSmall({}).config.access.hosts).toEqual(['127.0.0.1']);
  });

  it('puts a derived value in place and says what it follows from', () => {
    const { config, provenance } = resolveSmall({});
    expect(config.access.cap).toBe(7);
    expect(provenance.get('access.cap')).toEqual({ source: 'default', where: 'stage' });
    expect(resolveSmall({ env: { CAP: '0' } }).config.access.cap).toBe(0);
  });

  it('says that there is no file', () => {
    expect(resolveSmall({}).diagnostics.map(({ code }) => code)).toEqual(['no_config_file']);
    expect(resolveSmall({ yaml: yaml('') }).diagnostics).toEqual([]);
  });
});

describe('secrets', () => {
  const resolved = resolveSmall({ yaml: yaml('access: { token: hunter2-hunter2 }') });

  it('can be read by name and appear in no dump', () => {
    expect(resolved.config.access.token).toBe('hunter2-hunter2');
    for (const dump of [
      JSON.stringify(resolved),
      inspect(resolved, { depth: 9 }),
      JSON.stringify({ ...resolved.config.access }),
    ]) {
      expect(dump).not.toContain('hunter2');
    }
    expect(resolved.raw['access']).toMatchObject({ token: '***' });
    expect(resolveSmall({}).raw['access']).toMatchObject({ token: null });
  });

  it('in a file are worth a remark', () => {
    expect(resolved.diagnostics).toEqual([
      { code: 'secret_in_file', message: 'access.token stands in a file; give it as TOKEN' },
    ]);
  });

  it.each([
    ['too short', { env: { TOKEN: 'hunter2' } }],
    ['two names', { env: { TOKEN: 'hunter2-hunter2', OLD_TOKEN: 'hunter2-hunter3' } }],
    ['a misspelt key', { yaml: yaml('access: { tokne: hunter2 }') }],
    ['broken YAML', { yaml: yaml('access: { token: "hunter2', 'a: [') }],
    ['a key given twice', { yaml: yaml('access:', '  token: hunter2-1', '  token: hunter2-2') }],
    ['both names of the section', { yaml: yaml('guards: { token: hunter2 }', 'gates: { token: hunter22 }') }],
  ])('are in no message: %s', (_, sources) => {
    const problems = problemsOf(() => resolveSmall(sources));
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('hunter');
  });
});

describe('hash', () => {
  const hashOf = (sources: Parameters<typeof resolveSmall>[0]) => resolveSmall(sources).hash;

  it('is SHA-256 and depends on values, not on who set them or in which order', () => {
    expect(hashOf({})).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf({ env: { LMAX: '500' } })).toBe(hashOf({}));
    expect(hashOf({ yaml: yaml('guards: { latency_ms_limit: 5, spread_bps_limit: 6 }') })).toBe(
      hashOf({ yaml: yaml('gates: { spread_bps_limit: 6 }', 'guards: { latency_ms_limit: 5 }') }),
    );
    expect(hashOf({ env: { LMAX: '500.5' } })).not.toBe(hashOf({}));
  });

  it('says nothing about secrets and places', () => {
    expect(hashOf({ env: { LABEL: 'elsewhere' } })).toBe(hashOf({}));
    expect(hashOf({ env: { TOKEN: 'aaaaaaaaaa' } })).toBe(hashOf({ env: { TOKEN: 'bbbbbbbbbb' } }));
  });
});

describe('problems', () => {
  it('of all layers come at once, each with its place', () => {
    const problems = problemsOf(() =>
      resolveSmall({
        yaml: yaml('guards:', '  latency_ms_limit: -1', '  latencymslimit: 3', 'acess: {}', 'access: { cap: .nan }'),
        overlay: { value: { gates: { storm_min_total: 1.5 }, stage: 'wet' }, file: 'triage' },
        env: { TRAP: 'yes', PROFILE: 'medium', HOSTS: '10.0.0.1, nowhere' },
      }),
    );
    expect(problems.map(({ where, path, message }) => `${where} | ${path} | ${message}`).sort()).toEqual([
      'HOSTS | access.hosts.1 | must be an IP address or a CIDR block, is "nowhere"',
      'PROFILE | access.profile | must be one of slow, fast, is "medium"',
      'TRAP | guards.trap_enabled | must be 1, 0, true, false, on or off, is "yes"',
      'c.yaml:2:3 | guards.latency_ms_limit | must be >= 0, is -1',
      'c.yaml:3:3 | guards.latencymslimit | unknown key; the nearest known name is guards.latency_ms_limit',
      'c.yaml:4:1 | acess | unknown key; the nearest known name is access',
      'c.yaml:5:11 | access.cap | must be a finite number or null, is NaN',
      'triage | gates.storm_min_total | must be an integer, is 1.5',
      'triage | stage | may not be changed by an overlay: fixed at start',
    ]);
  });

  it('read well as one message', () => {
    expect(() => resolveSmall({ env: { LMAX: '-1', STORM: 'x' } })).toThrow(
      '2 problems in the configuration:\n' +
        '- guards.latency_ms_limit (LMAX): must be >= 0, is -1\n' +
        '- gates.storm_min_total (STORM): must be a finite decimal number, is "x"',
    );
  });

  it('are found in a layer that a higher one overrules', () => {
    expect(
      problemsOf(() => resolveSmall({ yaml: yaml('guards: { latency_ms_limit: x }'), env: { LMAX: '5' } })),
    ).toHaveLength(1);
  });

  it.each([
    ['a key below another section', 'access: { storm_min_total: 3 }', 'gates.storm_min_total'],
    ['a key of the twin section', 'gates: { storm_min_totl: 3 }', 'gates.storm_min_total'],
    ['a nested key', 'watch: { ack: { ttl: 3 } }', 'watch.ack.ttl_s'],
    ['a key named __proto__', 'access: { __proto__: 3 }', 'access.profile'],
    ['a merge key', 'access: { <<: { label: a } }', 'access.'],
    ['a key that is a number', 'guards: { 1: 3 }', 'guards.'],
  ])('name the nearest key for %s', (_, text, nearest) => {
    const [problem, ...rest] = problemsOf(() => resolveSmall({ yaml: yaml(text) }));
    expect(rest).toEqual([]);
    expect(problem!.message).toContain(`unknown key; the nearest known name is ${nearest}`);
  });

  it('between keys are found only where the keys are sound', () => {
    expect(problemsOf(() => resolveSmall({ env: { STAGE: 'wet' } }))).toEqual([
      { path: 'access.token', message: 'must be set when wet', source: 'default', where: 'default' },
    ]);
    const short = problemsOf(() => resolveSmall({ env: { STAGE: 'wet', TOKEN: 'short' } }));
    expect(short.map(({ message }) => message)).toEqual(['must NOT have fewer than 8 characters']);
    const broken = problemsOf(() => resolveSmall({ yaml: yaml('access: ['), env: { STAGE: 'wet' } }));
    expect(broken.every(({ path }) => path === '(file)')).toBe(true);
  });
});

describe('guards and gates', () => {
  it.each(['guards', 'gates'])('take keys of both under %s', (section) => {
    const { config } = resolveSmall({ yaml: yaml(`${section}: { latency_ms_limit: 7, storm_min_total: 8 }`) });
    expect(config.guards.latencyMsLimit).toBe(7);
    expect(config.gates.stormMinTotal).toBe(8);
  });

  it('may both give a key its one value', () => {
    const { config } = resolveSmall({ yaml: yaml('guards: { storm_min_total: 8 }', 'gates: { storm_min_total: 8 }') });
    expect(config.gates.stormMinTotal).toBe(8);
  });

  it('may not give a key two values', () => {
    const both = yaml('guards:', '  storm_min_total: 8', 'gates:', '  storm_min_total: 9');
    expect(problemsOf(() => resolveSmall({ yaml: both }))).toEqual([
      {
        path: 'gates.storm_min_total',
        message: 'is given differently as guards.storm_min_total (c.yaml:2:3); guards and gates are one section',
        source: 'yaml',
        where: 'c.yaml:4:3',
      },
    ]);
  });

  it('overrule each other across layers', () => {
    const overlay = { value: { guards: { storm_min_total: 9 } }, file: 'o' };
    expect(resolveSmall({ yaml: yaml('gates: { storm_min_total: 8 }'), overlay }).config.gates.stormMinTotal).toBe(9);
  });

  it('say where a bad value was written', () => {
    const [problem] = problemsOf(() => resolveSmall({ yaml: yaml('gates:', '  latency_ms_limit: x') }));
    expect(problem).toMatchObject({ path: 'gates.latency_ms_limit', where: 'c.yaml:2:3' });
  });
});

it('no text fails otherwise than with ConfigError', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      try {
        resolveSmall({ yaml: { text, file: 'f' } });
      } catch (error) {
        expect((error as Error).name).toBe('ConfigError');
      }
    }),
    { numRuns: 500 },
  );
});
