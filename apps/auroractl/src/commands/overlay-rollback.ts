import type { Command } from 'commander';
import { command } from '../cli/command-line';
import { withGate } from '../gate/find-gate';
import { changeOverlay, withExpectedHash, type ChangeFlags } from '../overlay/change-overlay';

const EXAMPLES = ['overlay rollback', 'overlay rollback --expect 5f2a90c1     only if nobody changed it in between'];

/** `auroractl overlay rollback`: back to the overlay before, or to none. */
export const overlayRollbackCommand = (): Command =>
  withExpectedHash(
    withGate(
      command('rollback', 'Takes the overlay in force off: the one before it is in force again, or none.', EXAMPLES),
    ),
  ).action((flags: ChangeFlags) => changeOverlay(flags, '/overlay/rollback', {}));
