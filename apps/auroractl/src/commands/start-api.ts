import { Option, type Command } from 'commander';
import { wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import type { StartApiFlags } from '../processes/run-start-api';

const EXAMPLES = ['start-api', 'start-api --port 0 --json', 'start-api --mode paper --session-dir logs/today'];

/** `auroractl start-api`: the gate in the background. */
export const startApiCommand = (): Command =>
  command('start-api', 'Starts the gate in the background and waits until it answers.', EXAMPLES)
    .option('--port <port>', 'where to listen; 0 takes any free port', wholeNumber(0, 65_535))
    .option('--session-dir <dir>', 'folder of its logs; else the one of `init-run`, else logs/<time>')
    .addOption(new Option('--mode <mode>', 'where orders go').choices(['shadow', 'paper', 'testnet', 'live', 'prod']))
    .option('--foreground', 'stays, shows what it writes, and ends with it')
    .action(async (flags: StartApiFlags) => (await import('../processes/run-start-api.js')).runStartApi(flags));
