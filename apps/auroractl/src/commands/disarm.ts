import type { Command } from 'commander';
import { command } from '../cli/command-line';
import { withConfirmation } from '../cli/confirm';
import { withGate } from '../gate/find-gate';
import { operate, type OperateFlags } from '../operate/operate';

const EXAMPLES = ['disarm', 'disarm --yes     on a live gate without being asked'];

/** `auroractl disarm`: the gate allows nothing. */
export const disarmCommand = (): Command =>
  withConfirmation(
    withGate(command('disarm', 'Disarms the gate: it allows nothing, exits neither, until it is armed.', EXAMPLES)),
  ).action((flags: OperateFlags) =>
    operate(flags, '/aurora/disarm', 'stop every order, exits too', ({ armed }) =>
      armed ? 'Disarmed. `auroractl arm` takes it back.' : 'The gate was disarmed already.',
    ),
  );
