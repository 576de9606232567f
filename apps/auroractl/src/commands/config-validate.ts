import { Option, type Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';
import { EXIT } from '../cli/exit-code';

interface ValidateFlags extends AnswerFlags {
  readonly overlay?: boolean;
  readonly mode?: string;
}

const NOTES = `
Without a FILE: every file of configs/aurora and configs/overlays, and what a start here would use. A FILE is a path or a name in
configs/. Files are looked at on their own; with --mode as a start in that mode here would, with the environment and .env: live mode
asks for tokens that are no examples. An overlay must be sound, and fit the configuration here.

Exit codes: 0 all fine, 1 problems, 2 no such file.`;

/** `auroractl config validate`. */
export const configValidateCommand = (): Command =>
  command('validate', 'Finds every problem of configuration files, with file, line and column.', [
    'config validate',
    'config validate live',
    'config validate live --mode live',
    'config validate my-overlay.yaml --overlay',
  ])
    .argument('[files...]', 'paths or names in configs/')
    .option('--overlay', 'the files are overlays; those in a folder named overlays always are')
    .addOption(
      new Option('--mode <mode>', 'looks at them as a start in this mode here would').choices([
        'live',
        'testnet',
        'paper',
        'shadow',
      ]),
    )
    .addHelpText('after', NOTES)
    .action(async (files: readonly string[], flags: ValidateFlags) => {
      const { validateFiles, validationText } = await import('../config/validate-files.js');
      const validation = validateFiles(files, flags);
      answer(flags, validation, validationText);
      if (!validation.ok) process.exitCode = EXIT.finding;
    });
