import { Command, InvalidArgumentError, Option } from 'commander';
import type { RunnerOptions } from '../runner-options';

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `20s`, `500ms`, `5m`, `1h`; a bare number is seconds. */
export function parseDurationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Expected a duration such as 500ms, 20s, 5m.');
  return Number(match[1]) * DURATION_UNITS[match[2] ?? 's']!;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || value === Infinity) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
}

function notNegative(text: string): number {
  return text.trim() === '0' ? 0 : positive(text);
}

function seed(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

function lotStep(text: string): string {
  if (!/^\d+(\.\d+)?$/.test(text) || !(Number(text) > 0)) throw new InvalidArgumentError('Expected a decimal above 0.');
  return text;
}

function apiUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new InvalidArgumentError('Expected an http(s) URL.');
  return new URL(text).origin;
}

const symbols = (text: string): string[] => text.toUpperCase().split(',').filter(Boolean);
const speed = (text: string): number | 'max' => (text === 'max' ? 'max' : positive(text));

/** The command and its options; every default stands here. */
export function runnerCommand(): Command {
  return new Command('wisescalp-runner')
    .description(
      'Trades a recorded or generated market in shadow mode: every opening and exit is asked of the gate first.',
    )
    .addOption(new Option('--recording <dir>', 'folder of recordings <symbol>_<yyyymmdd>….gz').conflicts('generator'))
    .addOption(new Option('--generator <seed>', 'generated market of two correlated symbols').argParser(seed))
    .option('--speed <n>', 'times real time, or max', speed, 'max')
    .option(
      '--duration <time>',
      'length in market time, e.g. 20s; to the end of the source when not given',
      parseDurationMs,
    )
    .option('--api-url <url>', 'the gate', apiUrl, 'http://127.0.0.1:8000')
    .option('--request-timeout <time>', 'of one request', parseDurationMs, 200)
    .option('--session-dir <dir>', 'folder for runner.jsonl')
    .option('--symbols <list>', 'comma-separated; all of the source when not given', symbols)
    .option('--min-score <x>', '|score| that wants an opening', positive, 0.4)
    .option('--ask-interval <time>', 'least time between two questions for one symbol', parseDurationMs, 500)
    .option('--notional <usdt>', 'value of an opening', positive, 1000)
    .option('--equity <usdt>', 'what day PnL is measured against', positive, 10_000)
    .option('--fees-bps <bps>', 'taker fees of a round trip (0.05 % a side is 10)', notNegative, 10)
    .option('--hold <time>', 'horizon of a position', parseDurationMs, 300_000)
    .option('--reward-risk <x>', 'target distance over stop distance', positive, 2)
    .option('--lot-step <qty>', 'quantity step of the venue', lotStep, '0.001')
    .option('--order-latency <time>', 'market time from question to fill', parseDurationMs, 20)
    .option('--stale <time>', 'a book without update for longer is stale', parseDurationMs, 2000)
    .addHelpText(
      'after',
      '\nThe API token is read from AURORA_API_TOKEN. Statistics go to standard output, one JSON line a second.',
    );
}

/**
 * Reads the command line. Usage errors are reported by commander.
 * @param argv arguments after the program's name.
 */
export function parseCommandLine(
  command: Command,
  argv: readonly string[],
  apiToken: string | undefined,
): RunnerOptions {
  const given = command.parse(argv, { from: 'user' }).opts();
  const recording: string | undefined = given['recording'];
  const generatorSeed: number | undefined = given['generator'];
  if (generatorSeed === undefined && recording === undefined)
    command.error('error: one of --recording <dir> and --generator <seed> is needed');
  return {
    source: generatorSeed === undefined ? { recording: recording! } : { generatorSeed },
    speed: given['speed'],
    durationMs: given['duration'] ?? Infinity,
    apiUrl: given['apiUrl'],
    apiToken,
    requestTimeoutMs: given['requestTimeout'],
    sessionDir: given['sessionDir'],
    symbols: given['symbols'],
    minScore: given['minScore'],
    askIntervalMs: given['askInterval'],
    notionalUsdt: given['notional'],
    equityUsdt: given['equity'],
    feesBps: given['feesBps'],
    holdMs: given['hold'],
    rewardRisk: given['rewardRisk'],
    lotStep: given['lotStep'],
    orderLatencyMs: given['orderLatency'],
    staleMs: given['stale'],
  };
}
