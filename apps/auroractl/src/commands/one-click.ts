import type { Command } from 'commander';
import type { OneClickFlags } from '../canary/run-one-click';
import { positive, wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';

const EXAMPLES = ['one-click', 'one-click --minutes 5 --keep', 'one-click --minutes 0.2 --json'];
const NOTES = `
init-run, config validate, a simulated exchange, start-api, start-runner, a canary, and stop. With --keep everything goes on running in the
background: look at it with \`auroractl status\`, end it with \`auroractl stop --all\`.`;

/** `auroractl one-click`: everything once, for whoever is new here. */
export const oneClickCommand = (): Command =>
  command('one-click', 'Starts everything on a simulated market, watches and judges it, and stops it again.', EXAMPLES)
    .option('--minutes <n>', 'how long it is watched', positive, 1)
    .option('--port <port>', 'of the gate; 0 takes any free port', wholeNumber(0, 65_535), 0)
    .option('--keep', 'leaves everything running')
    .option('--report <file>', 'JSON when it ends so, else markdown; canary.md of the session when not given')
    .addHelpText('after', NOTES)
    .action(async (flags: OneClickFlags) => (await import('../canary/run-one-click.js')).runOneClick(flags));
