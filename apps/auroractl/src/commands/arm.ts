import type { Command } from 'commander';
import { command } from '../cli/command-line';
import { withGate } from '../gate/find-gate';
import { operate, type OperateFlags } from '../operate/operate';

/** `auroractl arm`: the gate may allow orders. */
export const armCommand = (): Command =>
  withGate(command('arm', 'Arms the gate: what passes its guards is allowed.', ['arm', 'arm --json'])).action(
    (flags: OperateFlags) =>
      operate(flags, '/aurora/arm', null, ({ armed }) => (armed ? 'The gate was armed already.' : 'Armed.')),
  );
