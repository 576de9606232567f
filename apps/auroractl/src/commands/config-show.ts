import { Option, type Command } from 'commander';
import { answer, type AnswerFlags } from '../cli/answer';
import { command } from '../cli/command-line';
import { UsageError } from '../cli/failures';
import type { ShownFilter } from '../config/shown-values';

interface ShowFlags extends AnswerFlags, ShownFilter {
  readonly overlay?: string;
  readonly diff?: string;
}

const NOTES = `
Shows what somebody has set, and what follows from it; --key, --source and --all show more. The last column says what set a value: a
variable of the environment, one of .env, file:line:column, or for a default what it follows from. Secrets are ***.
The overlay of a running gate is not in it: see \`auroractl overlay show\`, or give its file with --overlay.`;

/** `auroractl config show`. */
export const configShowCommand = (): Command =>
  command('show', 'Shows the effective configuration and where each value came from.', [
    'config show',
    'config show --all',
    'config show --key guards.',
    'config show --source env --json',
    'config show --overlay configs/overlays/triage.yaml',
    'config show --diff live',
  ])
    .option('--key <prefix>', 'only keys that begin so, also those nobody set')
    .addOption(new Option('--source <source>', 'only what it set').choices(['env', 'overlay', 'yaml', 'default']))
    .option('--all', 'also what nobody set')
    .option('--overlay <file>', 'puts an overlay on it')
    .option('--diff <file>', 'what would differ with another file: as `config diff FILE`')
    .addHelpText('after', NOTES)
    .action(async (flags: ShowFlags) => {
      const { diff, overlay } = flags;
      if (diff !== undefined) {
        if (overlay !== undefined) throw new UsageError('--diff and --overlay cannot stand together');
        const { runDiff } = await import('../config/run-diff.js');
        return runDiff(flags, [diff]);
      }
      const { showConfig } = await import('../config/show-config.js');
      const { showText } = await import('../config/show-text.js');
      answer(flags, showConfig(flags), showText);
    });
