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

const command = () =>
  new Command('npm start --')
    .description('Starts the gate and a shadow runner that asks it before every order, and shows both on one screen.')
    .option('--duration <time>', 'how long to run, e.g. 20s or 5m; until Ctrl-C when not given', parseDurationMs)
    .addOption(
      new Option('--recording <dir>', 'recorded market instead of the generated one')
        .argParser(parseFolder)
        .conflicts('seed'),
    )
    .addOption(new Option('--seed <n>', 'seed of the generated market').argParser(parseWhole(2 ** 32 - 1)).default(1))
    .option('--speed <n>', 'times real time, or max', parseSpeed, '10')
    .option('--port <n>', 'port of the gate; any free one when 0', parseWhole(65_535), 0);

/** Reads the command line; on `--help` and on a mistake commander prints and ends the process (0, 2). */
export function readOptions(argv) {
  return command()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse(argv, { from: 'user' })
    .opts();
}
