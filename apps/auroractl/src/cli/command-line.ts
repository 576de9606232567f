import { Command } from 'commander';

/** A command whose help ends with examples, that takes nothing beyond what it declares, and that answers in JSON on demand. */
export function command(name: string, description: string, examples: readonly string[]): Command {
  return new Command(name)
    .description(description)
    .option('--json', 'answers in JSON')
    .allowExcessArguments(false)
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  $ auroractl ${line}`).join('\n')}`);
}

/** A command that only holds others. */
export function commandGroup(name: string, description: string, commands: readonly Command[]): Command {
  const group = new Command(name).description(description);
  for (const inner of commands) group.addCommand(inner);
  return group;
}
