import type { Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';
import type { UseOptions } from '../config/use-config';

const NOTES = `
Writes AURORA_CONFIG_NAME (a name in configs/aurora) or AURORA_CONFIG (any other file) into .env, and leaves every other byte of it as
it is. A configuration with problems is not taken. The real environment wins over .env; running processes keep what they started with.`;

/** `auroractl config use`. */
export const configUseCommand = (): Command =>
  command('use', 'Chooses the configuration that the next start here uses, in .env.', [
    'config use shadow',
    'config use /etc/aurora/desk-3.yaml',
    'config use live --print',
    'config use --clear',
  ])
    .argument('[file]', 'a name in configs/aurora, or a path')
    .option('--print', 'says what would be written, and writes nothing')
    .option('--clear', 'takes the choice out of .env')
    .addHelpText('after', NOTES)
    .action(async (file: string | undefined, flags: AnswerFlags & UseOptions) => {
      const { useConfig, useText } = await import('../config/use-config.js');
      answer(flags, useConfig(file, flags), useText);
    });
