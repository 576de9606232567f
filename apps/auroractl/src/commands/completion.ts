import { Argument, Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';
import { SCRIPTS, SHELLS } from '../completion/scripts';

const EXAMPLES = [
  'completion bash > ~/.local/share/bash-completion/completions/auroractl',
  'completion zsh > ~/.zfunc/_auroractl                       a folder of your fpath, before compinit',
  'completion fish > ~/.config/fish/completions/auroractl.fish',
];
const NOTES = `
For this shell alone: source <(auroractl completion bash). The script asks auroractl itself for what can follow, so it need not be made anew
after an update; auroractl must be on the PATH.`;

/** `auroractl completion`: the script for a shell, and what the scripts ask. */
export const completionCommand = (): Command =>
  command('completion', 'Prints a script that completes commands, options, their values and files.', EXAMPLES)
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText('after', NOTES)
    .action((shell: (typeof SHELLS)[number], flags: AnswerFlags) =>
      answer(flags, { shell, script: SCRIPTS[shell] }, ({ script }) => script),
    )
    .addCommand(candidatesCommand(), { hidden: true });

const candidatesCommand = (): Command =>
  new Command('candidates')
    .description('What can follow these words, for the scripts.')
    .argument('[words...]')
    .action(async (words: string[]) => {
      const [{ candidateLines, candidatesFor }, { programFor }] = await Promise.all([
        import('../completion/candidates.js'),
        import('../program.js'),
      ]);
      process.stdout.write(`${candidateLines(candidatesFor(await programFor(words), words))}\n`);
    });
