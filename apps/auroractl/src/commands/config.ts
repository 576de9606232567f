import type { Command } from 'commander';
import { commandGroup } from '../cli/command-line';
import { configDiffCommand } from './config-diff';
import { configShowCommand } from './config-show';
import { configUseCommand } from './config-use';
import { configValidateCommand } from './config-validate';

/** `auroractl config`: what is set, where, whether it holds, and which file is used. */
export const configCommand = (): Command =>
  commandGroup('config', 'The configuration: what is set and by what, whether it holds, which file is used.', [
    configShowCommand(),
    configValidateCommand(),
    configUseCommand(),
    configDiffCommand(),
  ]);
