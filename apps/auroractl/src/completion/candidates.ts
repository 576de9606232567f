import type { Argument, Command, Option } from 'commander';

/** What can follow on a command line. */
export interface Candidates {
  readonly words: readonly Candidate[];
  /** A file or folder is expected. */
  readonly files: boolean;
}

export interface Candidate {
  readonly word: string;
  readonly description: string;
}

const NOTHING: Candidates = { words: [], files: false };
const FILES: Candidates = { words: [], files: true };
/** Names of values that are files or folders. */
const IS_FILE = /file|folder|dir|path|log|recording|session|yaml|csv/i;

/**
 * What the last of these words can become.
 * @param words the words behind the name of the program, the last one as far as it is typed. An `=` may stand as a word of its
 *   own, as bash gives it, or within one, as the other shells do: then candidates are whole words too.
 */
export function candidatesFor(program: Command, words: readonly string[]): Candidates {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  if (before.includes('--')) return valuesOf(place(program, before).argument, typed);
  const { command, option, argument } = place(program, before);
  if (option !== undefined) return valuesOf(option, typed === '=' ? '' : typed);
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(typed) ?? [];
  if (flag !== undefined) {
    const { words: found, files } = valuesOf(optionOf(command, flag), value!);
    return { words: found.map(({ word, description }) => ({ word: `${flag}=${word}`, description })), files };
  }
  if (typed.startsWith('-')) return starting(typed, optionsOf(command));
  const { words: values, files } = valuesOf(argument, typed);
  const found = [...starting(typed, commandsOf(command)).words, ...values];
  // Where nothing else can follow an option still can.
  return found.length === 0 && !files ? starting(typed, optionsOf(command)) : { words: found, files };
}

interface Place {
  readonly command: Command;
  /** Whose value comes next. */
  readonly option: Option | undefined;
  /** Which comes next. */
  readonly argument: Argument | undefined;
}

/** Where the words so far lead to. */
function place(program: Command, words: readonly string[]): Place {
  let command = program;
  let option: Option | undefined;
  let taken = 0;
  for (const word of words) {
    if (word === '=') continue;
    if (option !== undefined) option = undefined;
    else if (word.startsWith('-') && word !== '-')
      option = word.includes('=') ? undefined : wanting(optionOf(command, word));
    else {
      const inner = commandOf(command, word);
      if (inner === undefined) taken++;
      else command = inner;
    }
  }
  return { command, option, argument: argumentAt(command, taken) };
}

/** An option whose value is the next word, whatever that is. */
const wanting = (option: Option | undefined): Option | undefined => (option?.required === true ? option : undefined);

const optionOf = (command: Command, flag: string): Option | undefined =>
  command.options.find(({ long, short }) => flag === long || flag === short);

const commandOf = (command: Command, word: string): Command | undefined =>
  command.commands.find((inner) => inner.name() === word) as Command | undefined;

function argumentAt({ registeredArguments: all }: Command, index: number): Argument | undefined {
  const last = all.at(-1);
  return all[index] ?? (last?.variadic === true ? last : undefined);
}

function valuesOf(wanted: Option | Argument | undefined, typed: string): Candidates {
  if (wanted === undefined) return NOTHING;
  const { argChoices: choices, description } = wanted;
  if (choices !== undefined)
    return starting(
      typed,
      choices.map((word) => ({ word, description: '' })),
    );
  const name = 'flags' in wanted ? (/[<[](.*)[>\]]/.exec(wanted.flags)?.[1] ?? '') : wanted.name();
  return IS_FILE.test(name) || /^(file|folder)\b/i.test(description) ? FILES : NOTHING;
}

const optionsOf = (command: Command): Candidate[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));

const commandsOf = (command: Command): Candidate[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((inner) => ({ word: inner.name(), description: inner.summary() || inner.description() }));

const starting = (typed: string, all: readonly Candidate[]): Candidates => ({
  words: all.filter(({ word }) => word.startsWith(typed)),
  files: false,
});

/** Candidates as the shells' scripts read them: a word and its description a line, a tab between; `:files` alone for files. */
export const candidateLines = ({ words, files }: Candidates): string =>
  files ? ':files' : words.map(({ word, description }) => `${word}\t${firstLine(description)}`).join('\n');

const firstLine = (text: string): string => text.split('\n', 1)[0]!.replaceAll('\t', ' ');
