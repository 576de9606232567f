import type { Command } from 'commander';

/** A command that does something itself, and the words that call it. */
export interface CalledCommand {
  readonly words: string;
  readonly command: Command;
}

/** A command with those in it, at any depth; of a group only these. Without what is hidden. */
export function calledCommands(command: Command, before = ''): readonly CalledCommand[] {
  const words = `${before}${command.name()}`;
  const inner = command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== 'help')
    .flatMap((one) => calledCommands(one as Command, `${words} `));
  // A group has no options of its own.
  const isGroup = inner.length > 0 && command.options.length === 0;
  return isGroup ? inner : [{ words, command }, ...inner];
}

/** What the overview in the README says: the words of each command, and the first sentence of its description. */
export const overviewOf = (command: Command): readonly (readonly [words: string, summary: string])[] =>
  calledCommands(command).map((one) => [one.words, firstSentence(one.command.description())]);

const firstSentence = (text: string): string => /^[^]*?(?=\.(\s|$)|$)/.exec(text)![0];
