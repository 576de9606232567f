import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `20s`, `500ms`, `5m`, `1h`; a bare number is seconds. */
export function parseDurationMs(text) {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const ms = match ? Number(match[1]) * UNIT_MS[match[2] ?? 's'] : 0;
  // A longer timer would fire at once.
  if (!(ms > 0 && ms < 2 ** 31))
    throw new InvalidArgumentError('Expected a time such as 20s, 5m or 1h, below 24 days.');
  return ms;
}

function parseSpeed(text) {
  if (text !== 'max' && !(Number(text) > 0 && Number(text) < Infinity))
    throw new InvalidArgumentError('Expected a number above 0, or max.');
  return text;
}

const parseWhole = (most) => (text) => {
  if (!/^\d+$/.test(text) || Number(text) > most) throw new InvalidArgumentError(`Expected 0 to ${most}.`);
  return Number(text);
};

function parseFolder(text) {
  if (!existsSync(text) || !statSync(text).isDirectory()) throw new InvalidArgumentError('There is no such folder.');
  return resolve(text);
}

const collect = (spec, specs = []) => [...specs, spec];

const command = () =>
  new Command('npm start --')
    .description(
      'Starts a simulated Binance USD-M exchange, the gate, and a shadow runner that trades the one and asks the other ' +
        'before every order, and shows all three on one screen. No order leaves this machine.',
    )
    .option('--duration <time>', 'how long to run, e.g. 20s or 5m; until Ctrl-C when not given', parseDurationMs)
    .option('--recording <dir>', 'the exchange replays a recorded market instead of a generated one', parseFolder)
    .addOption(
      new Option('--seed <n>', 'seed of the generated market; names the orders')
        .argParser(parseWhole(2 ** 32 - 1))
        .default(1),
    )
    .option('--speed <n>', 'times real time; max: as fast as it goes, for recordings', parseSpeed, '1')
    .option(
      '--fault <spec>',
      'what goes wrong at the exchange, e.g. disconnect@10s or stall@60s:7s; may be repeated',
      collect,
    )
    .option('--port <n>', 'port of the gate; any free one when 0', parseWhole(65_535), 0)
    .addHelpText(
      'after',
      `
With --speed max no exchange is started: the runner reads the recording itself, without a socket in between.

Examples:
  $ npm start
  $ npm start -- --duration 5m --fault disconnect@10s --fault stall@60s:7s
  $ npm start -- --recording DIR --speed 5
  $ npm start -- --recording DIR --speed max`,
    );

/** Reads the command line; on `--help` and on a mistake commander prints and ends the process (0, 2). */
export function readOptions(argv) {
  const asked = command().exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  const { fault: faults = [], ...options } = asked.parse(argv, { from: 'user' }).opts();
  const mistake = mistakeIn({ ...options, faults });
  if (mistake !== undefined) asked.error(`error: ${mistake}`);
  return { ...options, faults };
}

function mistakeIn({ speed, recording, faults }) {
  if (speed !== 'max') return undefined;
  if (recording === undefined) return '--speed max plays a recording: name one with --recording <dir>';
  if (faults.length > 0) return '--speed max goes without the exchange, and so without its faults';
  return undefined;
}
