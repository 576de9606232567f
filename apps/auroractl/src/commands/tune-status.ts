import type { Command } from 'commander';
import { command } from '../cli/command-line';
import type { AnswerFlags } from '../cli/answer';

const NOTES = `
Reads the folder of the tuner, so it answers also while the gate does not. Exit code 1 when no tuner runs.
The gate serves the same under GET /orchestrator/status.`;

const EXAMPLES = ['tune status', 'tune status --json'];

/** `auroractl tune status`: what the tuner does, from its folder. */
export function tuneStatusCommand(): Command {
  return command('status', 'Shows what the tuner does.', EXAMPLES)
    .addHelpText('after', NOTES)
    .action(async (_: unknown, self: Command) => {
      const { runTuneStatus } = await import('../orchestrator/run-tune-status.js');
      await runTuneStatus(self.optsWithGlobals<AnswerFlags>());
    });
}
