import type { Command } from 'commander';
import { httpUrl, symbolList, webSocketUrl } from '../cli/arguments';
import { command } from '../cli/command-line';
import type { StartRunnerFlags } from '../processes/run-start-runner';

const EXAMPLES = [
  'start-runner --ws-url ws://127.0.0.1:9001 --symbols SOLUSDT,SOONUSDT',
  'start-runner --ws-url wss://fstream.binance.com --rest-url https://fapi.binance.com --symbols SOLUSDT,SOONUSDT',
  'start-runner --recording recordings/usdm --api-url http://127.0.0.1:8000',
];

/** `auroractl start-runner`: the shadow runner in the background. */
export const startRunnerCommand = (): Command =>
  command('start-runner', 'Starts the shadow runner in the background; it asks the gate before every order.', EXAMPLES)
    .option(
      '--ws-url <url>',
      'market data of the venue; else of a simulated exchange that was left running here',
      webSocketUrl,
    )
    .option('--rest-url <url>', 'REST of the venue; the host of --ws-url when not given', httpUrl)
    .option('--recording <dir>', 'plays recorded streams instead')
    .option('--symbols <list>', 'comma-separated, the parent first; the configured ones when not given', symbolList)
    .option('--parent <symbol>', 'symbol that must move before its child may trade')
    .option('--child <symbol>', 'symbol behind the parent gate')
    .option('--api-url <url>', 'the gate; else the one that was started here, else the configured address', httpUrl)
    .option('--session-dir <dir>', 'folder of its logs; else that of the gate')
    .action(async (flags: StartRunnerFlags) =>
      (await import('../processes/run-start-runner.js')).runStartRunner(flags),
    );
