import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auroractl, freshFolder } from '../cli/run-auroractl.fixture';

const BIN = join(__dirname, '../../bin/auroractl.cjs');
const folder = freshFolder();

/** What bash offers for the last of the words, with the script as it is printed. */
async function offered(...words: string[]): Promise<string[]> {
  const { out } = await auroractl(['completion', 'bash']);
  writeFileSync(join(folder, 'script.bash'), out);
  const program =
    'source script.bash; COMP_WORDS=(auroractl "$@"); COMP_CWORD=$#; _auroractl; printf "%s\\n" "${COMPREPLY[@]}"';
  const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, HOME: folder };
  const found = execFileSync('bash', ['--norc', '-c', program, 'bash', ...words], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return found.split('\n').filter(Boolean);
}

beforeAll(() => {
  mkdirSync(join(folder, 'bin'));
  const program = join(folder, 'bin/auroractl');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(program, 0o755);
  for (const name of ['over.yaml', 'two words.yaml']) writeFileSync(join(folder, name), '');
});

it.each([
  [['sta'], ['start-api', 'start-runner', 'state', 'status']],
  [['overlay', 'a'], ['apply']],
  [
    ['state', ''],
    ['active', 'reducing', 'halted'],
  ],
  [['state', '--j'], ['--json']],
  [
    ['sim', '--wire', ''],
    ['2024', '2026'],
  ],
  [
    ['sim', '--wire', '=', '2'],
    ['2024', '2026'],
  ],
  [['overlay', 'apply', 'o'], ['over.yaml']],
  [['overlay', 'apply', 't'], ['two words.yaml']],
  [['overlay', 'apply', '$(touch harm)'], []],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
])('bash completes %j', async (words, found) => {
  expect((await offered(...words)).sort()).toEqual([...found].sort());
  expect(execFileSync('ls', { cwd: folder, encoding: 'utf8' })).not.toContain('harm');
});

it.each(['bash', 'zsh', 'fish'])('prints a script for %s that asks auroractl', async (shell) => {
  const { code, out } = await auroractl(['completion', shell]);
  expect([code, out]).toEqual([0, expect.stringContaining('auroractl completion candidates -- ')]);
});

it.each([[['completion']], [['completion', 'tcsh']], [['completion', 'bash', 'zsh']]])(
  '%j is a wrong command line',
  async (args) => {
    expect(await auroractl(args)).toMatchObject({ code: 2, out: '' });
  },
);
