import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { calledCommands, overviewOf, type CalledCommand } from './cli/overview';
import { auroractl, freshFolder } from './cli/run-auroractl.fixture';
import { COMMANDS } from './commands';

const BIN = join(__dirname, '../bin/auroractl.cjs');
/** Processor time that no help may take, about four times what it does take on a quiet machine: 0.1 s. */
const MOST_HELP_MS = 400;

const leaves: CalledCommand[] = [];
const overview: (readonly [words: string, summary: string])[] = [];
beforeAll(async () => {
  for (const { load } of COMMANDS) {
    const command = await load();
    leaves.push(...calledCommands(command));
    overview.push(...overviewOf(command));
  }
});

/** The help of a command as it is printed, and the processor time that took, user and system together. */
function helpOf(words: string): { readonly code: number | null; readonly out: string; readonly cpuMs: number } {
  const count =
    "process.on('exit', () => { const { user, system } = process.cpuUsage(); require('node:fs').writeSync(2, String((user + system) / 1000)); });";
  const preload = `data:text/javascript,import{createRequire}from'node:module';const require=createRequire('/');${encodeURIComponent(count)}`;
  const args = ['--import', preload, BIN, ...words.split(' ').filter(Boolean), '--help'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: freshFolder(), encoding: 'utf8' });
  return { code: status, out: stdout, cpuMs: Number(stderr) };
}

it('names each command once, with a summary', () => {
  const names = COMMANDS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, summary } of COMMANDS)
    expect([name, summary]).toEqual([name, expect.stringMatching(/^.{10,80}$/)]);
});

it('loads each command under its name', async () => {
  for (const { name, load } of COMMANDS) expect((await load()).name()).toBe(name);
});

it('describes every command and every one of its options and arguments, and answers in JSON', () => {
  for (const { words, command } of leaves) {
    expect([words, command.description()]).toEqual([words, expect.stringMatching(/^.{15,}/)]);
    expect([words, command.options.map(({ long }) => long)]).toEqual([words, expect.arrayContaining(['--json'])]);
    for (const { description } of command.options)
      expect([words, description]).toEqual([words, expect.stringMatching(/./)]);
    for (const { description } of command.registeredArguments)
      expect([words, description]).toEqual([words, expect.stringMatching(/./)]);
  }
});

it('helps with every command, with an example that begins with it, in little processor time', () => {
  const slow: string[] = [];
  for (const { words } of [{ words: '' }, ...leaves]) {
    const tries = [helpOf(words)];
    // A machine that is busy can hit one; not three.
    while (tries.length < 3 && tries.at(-1)!.cpuMs > MOST_HELP_MS) tries.push(helpOf(words));
    const { code, out } = tries[0]!;
    expect([words, code]).toEqual([words, 0]);
    if (words !== '') expect(out).toMatch(new RegExp(`\\nExamples:\\n( +.*\\n)*? +\\$ .*auroractl ${words}\\b`));
    const cpuMs = Math.min(...tries.map((one) => one.cpuMs));
    if (!(cpuMs > 0 && cpuMs <= MOST_HELP_MS)) slow.push(`${words}: ${cpuMs} ms`);
  }
  expect(slow).toEqual([]);
});

/** Every command line must name a command, and only options that it has. */
function mustExist(examples: readonly string[]): void {
  for (const example of examples) {
    const leaf = leaves
      .filter((one) => `${example} `.startsWith(`${one.words} `))
      .sort((a, b) => b.words.length - a.words.length)[0];
    expect([example, leaf?.words]).toEqual([example, expect.any(String)]);
    const known = leaf!.command.options.flatMap(({ long, short }) => [long, short]);
    for (const [flag] of example.matchAll(/(?<=\s)--?[a-z][a-z-]*/g))
      expect([example, known]).toEqual([example, expect.arrayContaining([flag])]);
  }
}

it('has examples whose command and options exist', () => {
  for (const { words } of leaves)
    mustExist(
      [...helpOf(words).out.matchAll(/^ {2}\$ auroractl ([^|><;&#]*?)(?: {2,}.*|[|><;&#].*)?$/gm)].map(([, line]) =>
        line!.trim(),
      ),
    );
});

it.each(['README.md', 'docs/runbook.md', 'docs/tuning.md'])('exists as %s shows it', (page) => {
  const text = readFileSync(join(__dirname, '../../..', page), 'utf8');
  const shown = [...text.matchAll(/(?:^(?:\$ )?(?:npx )?|`)auroractl ((?!--|COMMAND)[^`|><;&#\n]*)/gm)];
  expect(shown.length).toBeGreaterThan(5);
  mustExist(shown.map(([, line]) => line!.replaceAll(/"[^"]*"/g, '"…"').trim()));
});

it('stands in the README, every command and nothing else; else: npm run docs', () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `([a-z -]+)` +\| (.*?) +\|$/gm)].map(([, words, text]) => [
    words,
    text!.replaceAll('\\|', '|'),
  ]);
  expect(rows).toEqual(overview);
});

it('says the defaults of its options as they are given', () => {
  for (const { words, command } of leaves)
    for (const { flags, defaultValue, defaultValueDescription: said } of command.options)
      if (/duration/.test(flags) && defaultValue !== undefined)
        expect([words, flags, said]).toEqual([words, flags, expect.stringMatching(/^\d+(ms|s|m|h|d)$/)]);
});

it('says what to do about a word it does not know', async () => {
  const { code, out, err } = await auroractl(['statsu']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/unknown command 'statsu'\n\(Did you mean status\?\)/);
});
