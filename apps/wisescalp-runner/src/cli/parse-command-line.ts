import { Command, InvalidArgumentError, Option } from 'commander';
import type { MarketMoment, MarketSource, RunnerOptions } from '../runner-options';

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `20s`, `500ms`, `5m`, `1h`; a bare number is seconds. */
export function parseDurationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Expected a duration such as 500ms, 20s, 5m.');
  return Number(match[1]) * DURATION_UNITS[match[2] ?? 's']!;
}

/** A duration from the first frame on, or an ISO time; one without a zone is UTC. */
function marketMoment(text: string): MarketMoment {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return { offsetMs: parseDurationMs(text) };
  const atMs = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(atMs))
    throw new InvalidArgumentError('Expected a duration such as 90s, or a time such as 2024-07-19T00:01:00Z.');
  return { atMs };
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || value === Infinity) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
}

function seed(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

function httpUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new InvalidArgumentError('Expected an http(s) URL.');
  return new URL(text).origin;
}

function webSocketUrl(text: string): string {
  if (!URL.canParse(text) || !/^wss?:/.test(text)) throw new InvalidArgumentError('Expected a ws(s) URL.');
  return text.replace(/\/+$/, '');
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('Expected 0 to 65535.');
  return Number(text);
}

const symbol = (text: string): string => text.toUpperCase();
const symbols = (text: string): string[] => text.toUpperCase().split(',').filter(Boolean);
const speed = (text: string): number | 'max' => (text === 'max' ? 'max' : positive(text));

/** The command and its options; every default stands here. */
export function runnerCommand(): Command {
  return new Command('wisescalp-runner')
    .description(
      'Trades a live or recorded Binance USD-M market in shadow mode: every opening and exit is asked of the gate first.',
    )
    .addOption(new Option('--recording <dir>', 'folder of recordings <symbol>_<yyyymmdd>….gz').conflicts('wsUrl'))
    .option('--ws-url <url>', 'market data of the venue, e.g. ws://127.0.0.1:9001', webSocketUrl)
    .option('--rest-url <url>', 'REST of the venue; the host of --ws-url when not given', httpUrl)
    .option('--speed <n>', 'times real time, or max (recordings alone); default max for recordings, 1 live', speed)
    .option('--duration <time>', 'length in market time, e.g. 20s; to the end when not given', parseDurationMs)
    .option(
      '--from <moment>',
      'trades a recording from then on, 90s from its beginning or 2024-07-19T00:01Z; what is before builds books and scales',
      marketMoment,
    )
    .option('--until <moment>', 'ends the run of a recording then', marketMoment)
    .option('--symbols <list>', 'comma-separated; the configured ones, or all of a recording', symbols)
    .option('--parent <symbol>', 'symbol that must move before its child may trade; default the first', symbol)
    .option('--child <symbol>', 'symbol behind the parent gate; default the second', symbol)
    .addOption(
      new Option('--gate <kind>', 'ask the service, or judge here').choices(['http', 'in-process']).default('http'),
    )
    .option('--api-url <url>', 'the gate', httpUrl, 'http://127.0.0.1:8000')
    .option('--session-dir <dir>', 'folder of the logs; default logs/<time>')
    .option(
      '--overlay <file>',
      'configuration laid over the file and the defaults; the overlay of the gate is not followed then',
    )
    .option('--exchange-info <file>', "the venue's exchangeInfo; asked of a live venue when not given")
    .option('--record <dir>', 'keep what a live venue sends, as a recording')
    .option('--seed <n>', 'names the run of a recording', seed, 1)
    .option('--metrics-port <n>', 'serve /metrics on 127.0.0.1; any free port when 0', port)
    .addHelpText(
      'after',
      `
How it trades stands in the configuration (AURORA_CONFIG, --overlay): sections runner, market, broker, reward, parent_gate, sla, sizing.
Tokens are read from AURORA_API_TOKEN and OPS_TOKEN. Statistics go to standard output, one JSON line a second.

Examples:
  $ wisescalp-runner --ws-url ws://127.0.0.1:9001 --symbols SOLUSDT,SOONUSDT
  $ wisescalp-runner --recording recordings/ --gate in-process --session-dir logs/try-1`,
    );
}

/** What the command line says; the folder of the session is settled by who runs it. */
export type CommandLine = Omit<RunnerOptions, 'sessionDir' | 'apiToken' | 'opsToken' | 'symbols' | 'hasOverlay'> & {
  readonly symbols: readonly string[] | undefined;
  readonly sessionDir: string | undefined;
  readonly overlay: string | undefined;
};

/**
 * Reads the command line. Usage errors are reported by commander.
 * @param argv arguments after the program's name.
 */
export function parseCommandLine(command: Command, argv: readonly string[]): CommandLine {
  const given = command.parse(argv, { from: 'user' }).opts();
  const source = sourceOf(command, given);
  const asked: number | 'max' = given['speed'] ?? (source.kind === 'live' ? 1 : 'max');
  if (asked === 'max' && source.kind === 'live') command.error('error: --speed max is for recordings alone');
  if (source.kind === 'live' && (given['from'] ?? given['until']) !== undefined)
    command.error('error: --from and --until are for recordings alone');
  return {
    source,
    speed: asked,
    durationMs: given['duration'] ?? Infinity,
    from: given['from'],
    until: given['until'],
    symbols: given['symbols'],
    parent: given['parent'],
    child: given['child'],
    gate: given['gate'],
    apiUrl: given['apiUrl'],
    sessionDir: given['sessionDir'],
    overlay: given['overlay'],
    exchangeInfo: given['exchangeInfo'],
    recordTo: given['record'],
    seed: given['seed'],
    metricsPort: given['metricsPort'],
  };
}

function sourceOf(command: Command, given: Record<string, string | undefined>): MarketSource {
  const { recording, wsUrl } = given;
  if (recording !== undefined) return { kind: 'recording', folder: recording };
  if (wsUrl === undefined) command.error('error: one of --recording <dir> and --ws-url <url> is needed');
  const restUrl = given['restUrl'] ?? new URL(wsUrl!.replace(/^ws/, 'http')).origin;
  return { kind: 'live', wsUrl: wsUrl!, restUrl };
}
