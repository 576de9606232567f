import type { Command } from 'commander';
import { command } from '../cli/command-line';
import type { InitRunFlags } from '../processes/run-init-run';

const EXAMPLES = ['init-run', 'init-run --config testnet', 'init-run --dir run/two --json'];
const NOTES = `
Makes what is missing and leaves alone what is there; nothing secret is written. A session that was not used yet is taken again.`;

/** `auroractl init-run`: folders and checks before anything is started. */
export const initRunCommand = (): Command =>
  command('init-run', 'Makes the folders of a run and checks that it can start.', EXAMPLES)
    .option('--dir <dir>', 'the run folder; the configured one when not given')
    .option('--config <name>', 'configuration of what is started here: a file, or a name in configs/aurora')
    .addHelpText('after', NOTES)
    .action(async (flags: InitRunFlags) => (await import('../processes/run-init-run.js')).runInitRun(flags));
