import { Option, type Command } from 'commander';
import { list, positive, wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import type { SimFlags } from '../sim/run-sim';

const NOTES = `
Prints one JSON line when it is ready: {"type":"listening","url":…,"ws_url":…,"symbols":[…]}, and {"type":"ended"} when a
recording is over. Ends on SIGINT or SIGTERM.

A fault is KIND[/SYMBOL]@EVERY[:DURATION[:DELAY]]; kinds are disconnect, gap, stall, crossed, slow, refuse, rest_500, rest_429.
More of them, by hand: POST /sim/faults {"kind":"stall","duration_ms":7000}, DELETE /sim/faults. Counts: GET /sim/status.`;

const EXAMPLES = [
  'sim --symbols SOLUSDT,SOONUSDT --seed 7',
  'sim --symbols BTCUSDT,DOGEUSDT:0.12:0.00001:1     name:price:tick:step of a symbol that is not known',
  'sim --recording recordings/usdm --speed 10 --loop',
  'sim --fault disconnect@10s --fault stall/BTCUSDT@60s:7s --fault slow@60s:10s:250ms',
];

/** `auroractl sim`: the simulated venue until it is told to stop. */
export function simCommand(): Command {
  return command('sim', 'A simulated Binance USD-M futures venue: websocket streams and REST on loopback.', EXAMPLES)
    .option('--port <port>', 'where to listen; 0 takes any free port', wholeNumber(0, 65_535), 0)
    .option('--seed <n>', 'seed of the generated market', wholeNumber(0, 2 ** 32 - 1), 1)
    .option(
      '--symbols <list>',
      'comma-separated, the parent first (default: BTCUSDT,ETHUSDT; of a recording all)',
      list,
    )
    .option('--recording <folder>', 'plays recorded streams instead of a generated market')
    .option('--speed <n>', 'market time over real time', positive, 1)
    .option(
      '--rate <n>',
      'bookTicker, depth@0ms and trade messages per second, all symbols (default: 150 a symbol)',
      positive,
    )
    .option('--loop', 'starts the recording over at its end')
    .addOption(new Option('--wire <shapes>', 'shapes of the messages').choices(['2024', '2026']).default('2024'))
    .option('--fault <spec>', 'a fault that comes back; may be given again', collect)
    .addHelpText('after', NOTES)
    .action(async (flags: SimFlags) => (await import('../sim/run-sim.js')).runSim(flags));
}

const collect = (text: string, before: readonly string[] = []): string[] => [...before, text];
