import type { Command } from 'commander';
import { commandGroup } from '../cli/command-line';
import { overlayApplyCommand } from './overlay-apply';
import { overlayRollbackCommand } from './overlay-rollback';
import { overlayShowCommand } from './overlay-show';

/** `auroractl overlay`: a partial configuration over that of the files, at run time. */
export const overlayCommand = (): Command =>
  commandGroup('overlay', 'A partial configuration over that of the files, put in force without a restart.', [
    overlayShowCommand(),
    overlayApplyCommand(),
    overlayRollbackCommand(),
  ]);
