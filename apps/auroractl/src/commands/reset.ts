import type { Command } from 'commander';
import { command } from '../cli/command-line';
import { withConfirmation } from '../cli/confirm';
import { withGate } from '../gate/find-gate';
import { operate, type OperateFlags } from '../operate/operate';

const EXAMPLES = ['reset', 'reset --yes     on a live gate without being asked'];

/** `auroractl reset`: warnings, cool-off and halts are cleared. */
export const resetCommand = (): Command =>
  withConfirmation(
    withGate(
      command(
        'reset',
        'Clears warnings, cool-off, the halt of the health guard and the kill-switch. Does not arm, and leaves the trading state.',
        EXAMPLES,
      ),
    ),
  ).action((flags: OperateFlags) =>
    operate(flags, '/ops/reset', 'clear warnings, cool-off and halts, so that openings pass again', () => 'Reset.'),
  );
