import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { command } from '../cli/command-line';
import { withGate } from '../gate/find-gate';
import { changeOverlay, withExpectedHash, type ChangeFlags } from '../overlay/change-overlay';

interface ApplyFlags extends ChangeFlags {
  readonly author?: string;
  readonly reason?: string;
}

const EXAMPLES = [
  'overlay apply configs/overlays/triage.yaml --reason "nothing passes, find out where"',
  'overlay show > o.yaml; $EDITOR o.yaml; auroractl overlay apply o.yaml',
  'overlay apply - < overlay.yaml',
];
const NOTES = `
An overlay takes the place of the one in force, it is not put on top of it. It is checked here first: what is wrong is named by key and place,
and nothing is sent. What it may not touch: mode, security, api, state, session, logging. \`auroractl overlay rollback\` goes back.`;

/** `auroractl overlay apply`. */
export const overlayApplyCommand = (): Command =>
  withExpectedHash(
    withGate(
      command('apply', 'Puts an overlay in force, in the place of the one before, and says what changed.', EXAMPLES),
    ),
  )
    .argument('<file>', 'YAML file; - reads standard input')
    .option('--author <name>', 'who applies it (default: your user name)')
    .option('--reason <text>', 'why; stands in the log and in `overlay show`')
    .addHelpText('after', NOTES)
    .action(async (file: string, { author = userInfo().username, reason, ...flags }: ApplyFlags) => {
      const { readOverlay } = await import('../overlay/read-overlay.js');
      const overlay = await readOverlay(file);
      await changeOverlay(flags, '/overlay/apply', { overlay, author, ...(reason === undefined ? {} : { reason }) });
    });
