import type { Command } from 'commander';
import type { CanaryFlags } from '../canary/run-canary';
import { httpUrl, numberFrom, positive, symbolList, webSocketUrl, wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';

const EXAMPLES = [
  'canary --minutes 5',
  'canary --minutes 30 --ws-url wss://fstream.binance.com --rest-url https://fapi.binance.com --api-url http://127.0.0.1:8000',
  'canary --minutes 0.5 --max-deny-rate 0.5 --report canary.json',
];
const NOTES = `
Without --ws-url an exchange is simulated, without --api-url a gate of its own is asked. Limits that are not given are the hard gates of
section tuner. Too little to judge by is said and is no breach. Exit code 1 on a breach, which ends it early when it is beyond doubt.`;

/** `auroractl canary`: the shadow runner for a while, and a judgement. */
export const canaryCommand = (): Command =>
  command('canary', 'Trades in shadow for a while and judges gate and runner by what was seen.', EXAMPLES)
    .option('--minutes <n>', 'how long', positive, 5)
    .option('--ws-url <url>', 'market data of the venue', webSocketUrl)
    .option('--rest-url <url>', 'REST of the venue; the host of --ws-url when not given', httpUrl)
    .option('--api-url <url>', 'a running gate', httpUrl)
    .option('--symbols <list>', 'comma-separated, the parent first', symbolList)
    .option('--parent <symbol>', 'symbol that must move before its child may trade')
    .option('--child <symbol>', 'symbol behind the parent gate')
    .option('--max-deny-rate <share>', 'of the decisions', numberFrom(0, 1))
    .option('--max-p99-ms <ms>', "of the gate's own time", positive)
    .option('--max-ece <n>', 'calibration error', numberFrom(0, 1))
    .option('--min-cvar95 <share>', 'of equity, losses negative', numberFrom(-1, 0))
    .option('--max-rejects <n>', 'orders', wholeNumber(0, 1_000_000))
    .option('--min-availability <share>', 'of the looks at the gate', numberFrom(0, 1))
    .option('--report <file>', 'JSON when it ends so, else markdown; canary.md of the session when not given')
    .addHelpText('after', NOTES)
    .action(async (flags: CanaryFlags) => (await import('../canary/run-canary.js')).runCanary(flags));
