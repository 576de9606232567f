import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { auroractl, freshFolder, startGate, type RunOptions, type TestGate } from '../cli/run-auroractl.fixture';

let gate: TestGate;
beforeAll(async () => {
  gate = await startGate();
});

const cwd = freshFolder();
const run = (args: readonly string[], options: RunOptions = {}) => auroractl(args, { env: gate.env, cwd, ...options });
const show = async (): Promise<Record<string, unknown>> =>
  JSON.parse((await run(['overlay', 'show', '--json'])).out) as Record<string, unknown>;
const file = (name: string, text: string): string => (writeFileSync(join(cwd, name), text), name);

it('is applied, shown with who, why and when, changed by what it shows, and rolled back step by step', async () => {
  expect((await run(['overlay', 'show'])).out).toMatch(/^# no overlay: /);
  const first = file('first.yaml', 'guards: {spread_bps_limit: 60}\nsymbols: [SOLUSDT]\n');
  const applied = await run(['overlay', 'apply', first, '--author', 'ana', '--reason', 'thin books']);
  expect([applied.code, applied.err]).toEqual([0, '']);
  expect(applied.out).toMatch(
    /^guards\.spread_bps_limit +– +→ +60\nsymbols +– +→ +\["SOLUSDT"\]\n\nconfiguration in force: \w+ → \w+\n$/,
  );

  const shown = await run(['overlay', 'show']);
  expect(shown.out).toMatch(
    /^# author: ana\n# reason: thin books\n# applied: 2.*Z, \d+s ago\n# configuration in force: \w{64}\nguards:/,
  );
  const changed = shown.out.replace('60', '70').replace('symbols:\n  - SOLUSDT\n', '');
  const second = await run(['overlay', 'apply', '-'], { stdin: changed });
  expect(second.out).toMatch(/^guards\.spread_bps_limit +60 +→ +70\nsymbols +\["SOLUSDT"\] +→ +–\n/);
  expect(await show()).toMatchObject({
    overlay: { guards: { spread_bps_limit: 70 } },
    author: userInfo().username,
    reason: null,
  });

  const back = JSON.parse((await run(['overlay', 'rollback', '--json'])).out) as object;
  expect(back).toMatchObject({
    author: 'ana',
    overlay: { guards: { spread_bps_limit: 60 }, symbols: ['SOLUSDT'] },
    changed: [
      { key: 'guards.spread_bps_limit', before: 70, after: 60 },
      { key: 'symbols', before: null, after: ['SOLUSDT'] },
    ],
  });
  expect((await run(['overlay', 'rollback'])).code).toBe(0);
  expect(await show()).toMatchObject({ overlay: null, author: null });
  const none = await run(['overlay', 'rollback']);
  expect([none.code, none.out, none.err]).toEqual([
    1,
    '',
    expect.stringContaining('There is no overlay to roll back.'),
  ]);
});

it('changes nothing when somebody else did meanwhile', async () => {
  const overlay = file('third.yaml', 'guards: {spread_bps_limit: 50}');
  for (const words of [['apply', overlay], ['rollback']]) {
    const { code, err } = await run(['overlay', ...words, '--expect', 'f00']);
    expect([code, err]).toEqual([1, expect.stringContaining('another configuration is in force than was expected')]);
  }
  const { config_hash: hash } = await show();
  expect((await run(['overlay', 'apply', overlay, '--expect', hash as string])).code).toBe(0);
  expect((await run(['overlay', 'rollback'])).code).toBe(0);
});

it.each([
  [
    'a slip',
    'guards: {spread_bps: 4}\ntrap: {z_threshold: -x}\n',
    [/guards\.spread_bps: unknown key.*\(o\.yaml:1:10\)/, /trap\.z_threshold: .*\(o\.yaml:2:8\)/],
  ],
  ['what it may not touch', 'mode: live\n', [/mode: may not be changed by an overlay/]],
  ['broken YAML', 'a: [', [/\(file\): .*\(o\.yaml:/]],
  ['a list', '- 1\n', [/o\.yaml/]],
  ['nothing', '# nothing\n', [/o\.yaml sets nothing.*overlay rollback/]],
])('is not sent with %s in it', async (_, text, said) => {
  const { code, out, err } = await run(['overlay', 'apply', file('o.yaml', text)]);
  expect([code, out]).toEqual([2, '']);
  for (const pattern of said) expect(err).toMatch(pattern);
  expect(err).toContain('nothing was sent');
  expect(err).not.toMatch(/^\s+at /m);
  expect(await show()).toMatchObject({ overlay: null });
});

it.each([
  ['nowhere.yaml', 'there is no file nowhere.yaml'],
  ['.', '. cannot be read (EISDIR)'],
])('is not sent out of %s', async (path, said) => {
  expect(await run(['overlay', 'apply', path])).toMatchObject({ code: 2, out: '', err: `auroractl: ${said}\n` });
});

it('is refused by the gate with its reasons where only the whole configuration shows them', async () => {
  const path = file('artifact.yaml', 'calibrator: {artifact: /nowhere/model.json}\n');
  const { code, err } = await run(['overlay', 'apply', path]);
  expect([code, err]).toEqual([1, expect.stringMatching(/422: .*\n {2}\S+: /)]);
  expect(await show()).toMatchObject({ overlay: null });
});
