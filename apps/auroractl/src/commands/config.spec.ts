import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_TOKEN, auroractl, freshFolder, OPS_TOKEN } from '../cli/run-auroractl.fixture';

const SHIPPED = join(__dirname, '../../../..');
const FILES = {
  'configs/aurora/base.yaml': 'guards:\n  latency_ms_limit: 111\ntrap: { min_history: 30 }\n',
  'configs/aurora/live.yaml': 'mode: live\n',
  'configs/overlays/tight.yaml': 'guards: { spread_bps_limit: 5 }\n',
};

/** A project with three files of configuration, and the way to run a command in it. */
function project(files: Readonly<Record<string, string>> = {}) {
  const cwd = freshFolder();
  for (const [name, text] of Object.entries({ ...FILES, ...files })) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const run = (line: string, env: Readonly<Record<string, string>> = {}) =>
    auroractl(line.split(' '), { cwd, env: { AURORA_RUN_DIR: '', ...env } });
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
  return { cwd, run, read, at: (name: string) => join(cwd, name) };
}

describe('show', () => {
  it('shows what somebody set, by section, with its place, and no secret', async () => {
    const { run } = project({ '.env': `OPS_TOKEN=${OPS_TOKEN}\nAURORA_PI_MIN_BPS=7\n` });
    const { code, out, err } = await run('config show --overlay tight', { AURORA_LMAX_MS: '50' });
    expect([code, err]).toEqual([0, '']);
    expect(out.replace(/hash [0-9a-f]{12}/, 'hash …').replace(/\d+ more/, '… more')).toBe(
      [
        'file configs/aurora/base.yaml · .env .env · overlay configs/overlays/tight.yaml · hash …',
        '',
        'key                      value  default  from',
        'trap.min_history         30     0        configs/aurora/base.yaml:3:9',
        '',
        'guards.spread_bps_limit  5      80       configs/overlays/tight.yaml:1:11',
        'guards.latency_ms_limit  50     500      AURORA_LMAX_MS',
        '',
        'risk.pi_min_bps          7      2        AURORA_PI_MIN_BPS (.env)',
        '',
        'security.ops_token       ***    unset    OPS_TOKEN (.env)',
        '',
        '… more keys are as they come; see them with --all.',
        '',
      ].join('\n'),
    );
    expect(out).not.toContain(OPS_TOKEN);
  });

  it('answers in JSON, all of it on demand, and only what was asked for', async () => {
    const { run } = project({ '.env': `OPS_TOKEN=${OPS_TOKEN}\n` });
    const all = JSON.parse((await run('config show --all --json')).out) as { values: object[]; hidden: number };
    expect(all.hidden).toBe(0);
    expect(all.values.length).toBeGreaterThan(130);
    expect(JSON.stringify(all)).not.toContain(OPS_TOKEN);
    const some = JSON.parse((await run('config show --key guards.latency --json')).out) as object;
    expect(some).toMatchObject({
      config_file: 'configs/aurora/base.yaml',
      env_file: '.env',
      overlay_file: null,
      hidden: 0,
      values: [
        {
          key: 'guards.latency_ms_limit',
          value: 111,
          default: 500,
          source: 'yaml',
          where: 'configs/aurora/base.yaml:2:3',
        },
      ],
    });
    const env = JSON.parse((await run('config show --source env --json')).out) as { values: { key: string }[] };
    expect(env.values.map(({ key }) => key).sort()).toEqual(['security.ops_token']);
  });

  it('names every problem of a configuration that cannot be used', async () => {
    const { run } = project({ 'configs/aurora/base.yaml': 'guards:\n  latency_ms: 1\n  spread_bps_limit: -1\n' });
    const { code, out, err } = await run('config show');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(
      'configs/aurora/base.yaml:2:3  guards.latency_ms        unknown key; the nearest known name is',
    );
    expect(err).toContain('configs/aurora/base.yaml:3:3  guards.spread_bps_limit  must be >= 0, is -1');
  });

  it.each([
    ['--overlay nowhere', 2, 'there is no configuration nowhere'],
    ['--source rumour', 2, 'Allowed choices are'],
    ['--diff live --overlay tight', 2, 'cannot stand together'],
  ])('%s ends with %p', async (flags, code, said) => {
    const ended = await project().run(`config show ${flags}`);
    expect([ended.code, ended.out]).toEqual([code, '']);
    expect(ended.err).toContain(said);
    expect(ended.err).not.toMatch(/^\s+at /m);
  });
});

describe('diff', () => {
  it('shows what would change here with another file, key by key', async () => {
    const { run } = project();
    const { code, out } = await run('config diff live', { AURORA_LMAX_MS: '50' });
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'in force here → configs/aurora/live.yaml: 3 keys differ',
        '',
        'mode                                shadow  →  live  default → configs/aurora/live.yaml:1:1',
        'trap.min_history                    30      →  0     configs/aurora/base.yaml:3:9 → default',
        'security.require_token_for_trading  false   →  true  mode → mode',
        '',
      ].join('\n'),
    );
    expect((await run('config show --diff live', { AURORA_LMAX_MS: '50' })).out).toBe(out);
  });

  it('puts an overlay on what is in force, and compares two files on their own', async () => {
    const { run } = project();
    const overlay = JSON.parse((await run('config diff tight --json')).out) as object;
    expect(overlay).toMatchObject({ changes: [{ key: 'guards.spread_bps_limit', old: 80, new: 5 }] });
    const two = JSON.parse((await run('config diff base live --json', { AURORA_LMAX_MS: '50' })).out) as object;
    expect(two).toMatchObject({
      old: 'configs/aurora/base.yaml',
      changes: expect.arrayContaining([
        expect.objectContaining({ key: 'guards.latency_ms_limit', old: 111, new: 500 }),
      ]),
    });
    expect((await run('config diff base base')).out).toContain('nothing differs');
  });

  it('needs a file, and one that is there', async () => {
    const { run } = project();
    expect((await run('config diff')).code).toBe(2);
    expect((await run('config diff nowhere')).code).toBe(2);
    expect((await run('config diff base live more')).code).toBe(2);
  });
});

describe('validate', () => {
  it('finds nothing in what is shipped', async () => {
    const { code, out } = await auroractl(['config', 'validate'], { cwd: SHIPPED });
    expect([code, out.split('\n').filter((line) => !line.endsWith(': ok'))]).toEqual([0, ['']]);
    expect(out).toContain('configs/aurora/live.yaml: ok');
    expect(out).toContain('configs/overlays/triage.yaml (overlay): ok');
  });

  it('lists every problem with file, line and column, and what is worth saying', async () => {
    const { run } = project({
      'configs/aurora/bad.yaml': 'guards:\n  latency_ms: 1\n  spread_bps_limit: wide\ntrap: 5\nmode: Live\n',
      'configs/overlays/bad.yaml': 'mode: live\n',
    });
    const { code, out } = await run('config validate');
    expect(code).toBe(1);
    expect(out).toBe(
      [
        'configs/aurora/bad.yaml: 4 problems',
        '  configs/aurora/bad.yaml:2:3  guards.latency_ms        unknown key; the nearest known name is guards.latency_ms_limit',
        '  configs/aurora/bad.yaml:3:3  guards.spread_bps_limit  must be a finite number, is "wide"',
        '  configs/aurora/bad.yaml:4:1  trap                     must be a section',
        '  configs/aurora/bad.yaml:5:1  mode                     must be one of live, testnet, paper, shadow, prod, is "Live"',
        'configs/aurora/base.yaml: ok',
        'configs/aurora/live.yaml: ok',
        'configs/overlays/bad.yaml (overlay): 1 problem',
        '  configs/overlays/bad.yaml:1:1  mode  may not be changed by an overlay: where orders go is decided at start',
        'configs/overlays/tight.yaml (overlay): ok',
        'a start here: ok',
        '',
      ].join('\n'),
    );
  });

  it('reads YAML that is broken, and JSON says the same', async () => {
    const { run } = project({ 'x.yaml': 'guards:\n  a: [\n' });
    const { code, out } = await run('config validate x.yaml --json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      mode: null,
      files: [
        {
          file: 'x.yaml',
          kind: 'config',
          problems: [{ path: '(file)', where: expect.stringMatching(/^x\.yaml:\d+:\d+$/) }],
        },
      ],
    });
  });

  it('looks as a live start would: tokens that are there, long enough and no examples', async () => {
    const { run } = project();
    const live = (env: Record<string, string>) => run('config validate live --mode live', env);
    expect((await run('config validate live')).code).toBe(0);
    const without = await live({});
    expect([without.code, without.out]).toEqual([1, expect.stringContaining('must be set in live mode (OPS_TOKEN)')]);
    const example = await live({ OPS_TOKEN: 'change-me-example-ops-token', AURORA_API_TOKEN: API_TOKEN });
    expect([example.code, example.out]).toEqual([1, expect.stringContaining('is an example value')]);
    expect(example.out).not.toContain('change-me');
    expect((await live({ OPS_TOKEN, AURORA_API_TOKEN: API_TOKEN })).code).toBe(0);
    expect((await run('config validate base --mode live')).code).toBe(1);
  });

  it('knows an overlay by its folder, or by being told', async () => {
    const { run } = project({ 'o.yaml': 'mode: live\n' });
    expect((await run('config validate o.yaml')).code).toBe(0);
    expect((await run('config validate o.yaml --overlay')).code).toBe(1);
    expect((await run('config validate tight base')).out).toBe(
      'configs/overlays/tight.yaml (overlay): ok\nconfigs/aurora/base.yaml: ok\n',
    );
  });

  it('says when an overlay does not fit what is in force', async () => {
    const { run } = project({
      'configs/aurora/base.yaml': 'sprt: { alpha: 0.6, beta: 0.1 }\n',
      'o.yaml': 'sprt: { beta: 0.5 }\n',
    });
    const { code, out } = await run('config validate o.yaml --overlay');
    expect(code).toBe(1);
    expect(out).toContain('configs/aurora/base.yaml:1:9  sprt.alpha  sprt.alpha + sprt.beta must be below 1, is 1.1');
    // What is wrong without the overlay is not its fault.
    const bad = project({ 'configs/aurora/base.yaml': 'mode: Live\n', 'o.yaml': 'sprt: { enabled: true }\n' });
    expect((await bad.run('config validate o.yaml --overlay')).code).toBe(0);
  });

  it('ends with 2 where a file is not there, and says when a start would not find its own', async () => {
    const { run } = project();
    expect((await run('config validate nowhere')).code).toBe(2);
    expect((await run('config validate --mode sometimes')).code).toBe(2);
    const start = await run('config validate', { AURORA_CONFIG: 'nowhere' });
    expect([start.code, start.out]).toEqual([
      1,
      expect.stringMatching(/a start here: 1 problem\n +AURORA_CONFIG .*no file for nowhere/),
    ]);
  });
});

describe('use', () => {
  it('chooses by name or by path, one at a time, and leaves every other byte as it is', async () => {
    const env = `# tokens\nOPS_TOKEN=${OPS_TOKEN}\r\nAURORA_CONFIG_NAME=base # why\n`;
    const { run, read, at } = project({ '.env': env, 'desk/my desk.yaml': 'mode: paper\n' });
    chmodSync(at('.env'), 0o640);
    const named = await run('config use live');
    expect([named.code, named.err]).toEqual([0, '']);
    expect(named.out).toContain('.env: now AURORA_CONFIG_NAME=live (was AURORA_CONFIG_NAME=base)');
    expect(named.out).toContain('must be set in live mode (AURORA_API_TOKEN)');
    expect(named.out).toContain('It takes effect at the next start.');
    expect(read('.env')).toBe(env.replace('=base', '=live'));
    expect(statSync(at('.env')).mode & 0o777).toBe(0o640);

    const path = await auroractl(['config', 'use', 'desk/my desk.yaml', '--json'], { cwd: at('') });
    expect(JSON.parse(path.out)).toMatchObject({
      before: { AURORA_CONFIG: null, AURORA_CONFIG_NAME: 'live' },
      after: { AURORA_CONFIG: at('desk/my desk.yaml'), AURORA_CONFIG_NAME: null },
      written: true,
      next_start: [],
    });
    expect(JSON.parse((await run('config show --json')).out)).toMatchObject({ config_file: 'desk/my desk.yaml' });

    expect((await run('config use --clear')).code).toBe(0);
    expect(read('.env')).toBe(`# tokens\nOPS_TOKEN=${OPS_TOKEN}\r\n`);
  });

  it('makes a file of the owner alone beside configs/', async () => {
    const { run, at, read } = project();
    mkdirSync(at('deep'));
    expect((await auroractl(['config', 'use', 'base'], { cwd: at('deep') })).code).toBe(0);
    expect([read('.env'), statSync(at('.env')).mode & 0o777]).toEqual(['AURORA_CONFIG_NAME=base\n', 0o600]);
    expect((await run('config use configs/aurora/base.yaml')).out).toBe('.env: stays AURORA_CONFIG_NAME=base\n');
  });

  it('only says it with --print, and that the environment wins', async () => {
    const { run, at } = project();
    const { code, out } = await run('config use base --print', { AURORA_CONFIG_NAME: 'live' });
    expect([code, existsSync(at('.env'))]).toEqual([0, false]);
    expect(out).toBe(
      '.env: would be AURORA_CONFIG_NAME=base (was nothing)\nThe environment says AURORA_CONFIG_NAME=live, and wins over .env: unset it first.\n',
    );
  });

  it.each([
    ['config use bad', 1, 'configs/aurora/bad.yaml cannot be used:'],
    ['config use nowhere', 2, 'there is no configuration nowhere'],
    ['config use tight', 2, 'is an overlay: put it on with'],
    ['config use', 2, 'say which configuration to use, or --clear'],
    ['config use base --clear', 2, 'one of them'],
  ])('%s ends with %p and writes nothing', async (line, code, said) => {
    const { run, at } = project({ 'configs/aurora/bad.yaml': 'mode: Live\n' });
    const ended = await run(line);
    expect([ended.code, ended.out, existsSync(at('.env'))]).toEqual([code, '', false]);
    expect(ended.err).toContain(said);
  });

  it('leaves alone what it cannot edit safely', async () => {
    const env = 'AURORA_CONFIG_NAME="base" and more\n';
    const { run, read } = project({ '.env': env });
    const { code, err } = await run('config use live');
    expect([code, read('.env')]).toEqual([1, env]);
    expect(err).toContain('.env was left as it is');
    expect(err).toContain('AURORA_CONFIG_NAME=live');
  });
});

it.each(['show', 'validate', 'use', 'diff'])('config %s helps, with examples', async (name) => {
  const { code, out } = await auroractl(['config', name, '--help']);
  expect([code, out]).toEqual([0, expect.stringContaining(`$ auroractl config ${name}`)]);
});
