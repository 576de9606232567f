import { parseScheduledFault, parseSymbolSpec, type ScheduledFault, type SymbolSpec } from '@aurora/sim-exchange';
import { SimExchange, type SimExchangeOptions } from '@aurora/sim-exchange/node';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { answerLine } from '../cli/answer';
import { list, positive, wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import { Finding, UsageError } from '../cli/failures';

interface SimFlags {
  readonly port: number;
  readonly seed: number;
  readonly symbols?: string[];
  readonly recording?: string;
  readonly speed: number;
  readonly rate?: number;
  readonly loop?: boolean;
  readonly wire: '2024' | '2026';
  readonly fault?: ScheduledFault[];
}

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
    .option('--fault <spec>', 'a fault that comes back; may be given again', collectFault)
    .addHelpText('after', NOTES)
    .action(runSim);
}

async function runSim(flags: SimFlags): Promise<void> {
  const exchange = new SimExchange({ ...optionsOf(flags), onEnded: () => answerLine({ type: 'ended' }) });
  const { url, wsUrl, symbols } = await exchange.listen().catch((error: unknown) => {
    throw explained(error, flags);
  });
  answerLine({ type: 'listening', url, ws_url: wsUrl, symbols });
  const stop = () => {
    exchange.close().catch((error: unknown) => {
      process.stderr.write(`auroractl: ${String(error)}\n`);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function optionsOf({
  symbols,
  recording,
  rate,
  fault,
  port,
  seed,
  speed,
  loop = false,
  wire,
}: SimFlags): SimExchangeOptions {
  if (recording === undefined && loop) throw new UsageError('--loop needs --recording');
  if (recording !== undefined && rate !== undefined) throw new UsageError('--rate is for a generated market');
  const isGenerated = recording === undefined;
  return {
    port,
    seed,
    speed,
    loop,
    wire,
    faults: fault ?? [],
    ...(symbols === undefined ? {} : { symbols: isGenerated ? symbols.map(specOf) : symbols.map(upperCase) }),
    ...(recording === undefined ? {} : { recording }),
    ...(rate === undefined ? {} : { framesPerSec: rate }),
  };
}

function explained(error: unknown, { port, recording }: SimFlags): unknown {
  if (error instanceof RangeError) return new UsageError(error.message);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new Finding(`port ${port} is in use; choose another with --port, or leave it out`);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new UsageError(`there is no folder ${recording}`);
  return error;
}

function specOf(text: string): SymbolSpec {
  try {
    return parseSymbolSpec(text);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

const upperCase = (text: string): string => text.toUpperCase();

function collectFault(text: string, before: ScheduledFault[] = []): ScheduledFault[] {
  try {
    return [...before, parseScheduledFault(text)];
  } catch (error) {
    throw error instanceof RangeError ? new InvalidArgumentError(error.message) : error;
  }
}
