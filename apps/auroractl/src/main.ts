import { Command, CommanderError } from 'commander';
import { UsageError } from './usage-error';
import { simCommand } from './commands/sim';

const USAGE = 2;

async function main(): Promise<void> {
  const program = new Command('auroractl')
    .description('The command line of Aurora.')
    .showHelpAfterError('(see --help)')
    .addCommand(simCommand());
  // Sub-commands answer for themselves unless told the same.
  for (const command of [program, ...program.commands]) command.exitOverride();
  await program.parseAsync();
}

main().catch((error: unknown) => {
  // Commander has said already what was wrong.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else {
    process.stderr.write(`auroractl: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? USAGE : 1;
  }
});
