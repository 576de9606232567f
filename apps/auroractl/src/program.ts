import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { COMMANDS } from './commands';

/** The program with the command that is asked for loaded, and of the others what the overview shows. */
export async function programFor(argv: readonly string[]): Promise<Command> {
  const program = new Command('auroractl')
    .description('The command line of Aurora, the gate that stands before every order.')
    .version(packageVersion())
    .showHelpAfterError('(see --help)')
    .addHelpText(
      'after',
      '\nExit codes: 0 fine, 1 finding, 2 usage, 3 unreachable. `auroractl COMMAND --help` has examples.',
    );
  const asked = argv.find((word) => !word.startsWith('-') && word !== 'help');
  for (const { name, summary, load } of COMMANDS)
    program.addCommand((name === asked ? await load() : new Command(name)).summary(summary));
  for (const command of [program, ...within(program)]) command.exitOverride().showHelpAfterError('(see --help)');
  return program;
}

const packageVersion = (): string =>
  (JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { readonly version: string }).version;

const within = (command: Command): Command[] =>
  command.commands.flatMap((inner) => [inner as Command, ...within(inner as Command)]);
