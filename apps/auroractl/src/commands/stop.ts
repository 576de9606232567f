import type { Command } from 'commander';
import { durationOption } from '../cli/arguments';
import { command } from '../cli/command-line';
import type { StopFlags } from '../processes/run-stop';

const EXAMPLES = ['stop --all', 'stop wisescalp-runner', 'stop runner api --timeout 30s'];
const NOTES = `
A process is known by its record in the run folder, which says when it started: one that merely has its number is left alone.
It is asked to end, and ended by force when it has not after --timeout. --all also ends what a killed proof has left.`;

/** `auroractl stop`: ends what was started in the background. */
export const stopCommand = (): Command =>
  command('stop', 'Stops processes that were started here: aurora-api, wisescalp-runner, tuner, sim.', EXAMPLES)
    .argument('[names...]', 'which; `api` and `runner` do for short')
    .option('--all', 'all of them')
    .addOption(durationOption('--timeout <duration>', 'how long one may take to end by itself', '10s'))
    .addHelpText('after', NOTES)
    .action(async (names: string[], flags: StopFlags) =>
      (await import('../processes/run-stop.js')).runStop(names, flags),
    );
