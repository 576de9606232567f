import type { Command } from 'commander';
import type { AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';

const NOTES = `
With one FILE: what would change here if it were used, the environment and .env as they are; a file of configs/overlays is put on
what is in force. With two: the files on their own, over the defaults. A FILE is a path or a name in configs/.
What a live gate asks of tokens is not looked at: see \`auroractl config validate --mode live\`.`;

/** `auroractl config diff`. */
export const configDiffCommand = (): Command =>
  command('diff', 'Shows key by key what differs between two configurations.', [
    'config diff live',
    'config diff configs/overlays/triage.yaml',
    'config diff shadow live --json',
  ])
    .argument('<file>', 'compared with what is in force here, or with the other')
    .argument('[other]', 'compared with the first')
    .addHelpText('after', NOTES)
    .action(async (one: string, other: string | undefined, flags: AnswerFlags) => {
      const { runDiff } = await import('../config/run-diff.js');
      runDiff(flags, other === undefined ? [one] : [one, other]);
    });
