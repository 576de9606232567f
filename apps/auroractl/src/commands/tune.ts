import { InvalidArgumentError, type Command } from 'commander';
import { durationMs, numberFrom, symbolList, wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import { UsageError } from '../cli/failures';
import { withGate } from '../gate/find-gate';
import type { OnlineFlags } from '../orchestrator/run-online';
import type { TuneFlags } from '../tuning/tune-flags';
import { freezeCommand } from './tune-freeze';
import { tuneStatusCommand } from './tune-status';
import { unfreezeCommand } from './tune-unfreeze';

const EXAMPLES = [
  'tune --recording recordings/usdm --trials 100 --study scalp',
  'tune --recording recordings/monday --recording recordings/tuesday --holdout 0.4 --workers 2',
  'tune --recording recordings/usdm --study scalp --resume --trials 200',
  'tune --recording recordings/usdm --space space.yaml --overlay configs/overlays/production.yaml --time-limit 30m',
  'tune --online --explore-ratio 0.1 --ttl 5m',
];

const NOTES = `
Over recordings each trial is a run of the shadow runner over the first part of each recording, with its parameters as an overlay. The best that keeps every
hard gate must also beat the configuration as it is on the part held out. Space, limits and sampler stand in the configuration (section
tuner); --space FILE holds another list of {key, type, low, high, …}.

Leaves in --out: report.md with its pictures, winner.overlay.yaml for \`auroractl overlay apply\` (best.overlay.yaml when nothing won), and
study.journal, which Optuna reads. Ctrl-C keeps what is done; --resume goes on with it.

With --online the overlay of the gate is changed trial by trial, and restored when one breaks a hard gate, on \`tune freeze\`, and at the end.

Exit codes: 0 a winner; 1 no winner, and the report says why, or stopped; 2 wrong command line, space or recording; 3 no gate.`;

type OfflineFlags = Omit<TuneFlags, 'recording'> & { readonly recording?: string[] };

/** Options that mean nothing in the other way of searching. */
const OFFLINE_ALONE = [
  'recording',
  'trials',
  'workers',
  'seed',
  'holdout',
  'out',
  'resume',
  'space',
  'overlay',
  'symbols',
  'minDecisions',
  'timeLimit',
];
const ONLINE_ALONE = ['url', 'session', 'exploreRatio', 'ttl', 'heartbeat', 'metricsPort'];

/** `auroractl tune`: searches over recordings, or, with --online, beside a running gate. */
export function tuneCommand(): Command {
  const tune = command('tune', 'Searches for better parameters over recordings, or beside a running gate.', EXAMPLES)
    .option('--study <name>', 'name of the study (default: offline, or online)', studyName)
    .addHelpText('after', NOTES)
    .action(runTuneCommand);
  for (const inner of [tuneStatusCommand(), freezeCommand(), unfreezeCommand()]) tune.addCommand(inner);
  return withOnline(withOffline(tune));
}

const withOffline = (tune: Command): Command =>
  tune
    .optionsGroup('Over recordings:')
    .option('--recording <folder>', 'recorded streams; may be given again', gathered)
    .option('--trials <n>', 'how many the study is to have', wholeNumber(1, 100_000), 50)
    .option('--workers <n>', 'processes at a time (default: one a core, at most 4)', wholeNumber(1, 256))
    .option('--seed <n>', 'seed of the search (default: as configured)', wholeNumber(0, 2 ** 32 - 1))
    .option('--holdout <share>', 'share of each recording that is held out', shareBetween, 0.3)
    .option('--out <folder>', 'folder of the study and its report (default: artifacts/tune-<study>)')
    .option('--resume', 'goes on with the study in --out')
    .option('--space <file>', 'what to search, YAML or JSON (default: as configured)')
    .option('--overlay <file>', 'base of the search, laid over the configuration')
    .option('--symbols <list>', 'comma-separated, the parent first (default: as configured, or all)', symbolList)
    .option('--min-decisions <n>', 'fewest a trial is judged by (default: as configured)', wholeNumber(0, 1_000_000))
    .option('--time-limit <duration>', 'begins no trial after that', durationMs);

const withOnline = (tune: Command): Command =>
  withGate(
    tune
      .optionsGroup('Beside a running gate:')
      .option('--online', 'until it is told to stop, in shadow, paper or testnet'),
  )
    .option('--session <folder>', 'session folder of the runner (default: of the one that runs here)')
    .option(
      '--explore-ratio <share>',
      'share of the turns that try something new (default: as configured)',
      numberFrom(0, 1),
    )
    .option('--ttl <duration>', 'length of a turn (default: as configured)', durationMs)
    .option('--heartbeat <duration>', 'time between two heartbeats (default: as configured)', durationMs)
    .option('--metrics-port <port>', 'serves /metrics; 0 takes any free port', wholeNumber(0, 65_535));

async function runTuneCommand(flags: OfflineFlags & OnlineFlags & { readonly online?: boolean }, self: Command) {
  const { recording, study = 'offline', online = false } = flags;
  const stray = (online ? OFFLINE_ALONE : ONLINE_ALONE).filter((name) => self.getOptionValueSource(name) === 'cli');
  if (stray.length > 0) {
    const names = stray.map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    throw new UsageError(
      `${names.join(', ')} ${names.length === 1 ? 'does' : 'do'} not go ${online ? 'with' : 'without'} --online`,
    );
  }
  if (online) {
    const { runOnline } = await import('../orchestrator/run-online.js');
    return runOnline(flags);
  }
  if (recording === undefined)
    throw new UsageError('say what to search over with --recording FOLDER, or tune a running gate with --online');
  const { runTune } = await import('../tuning/run-tune.js');
  return runTune({ ...flags, recording, study });
}

const gathered = (folder: string, before: readonly string[] = []): string[] => [...before, folder];

function shareBetween(text: string): number {
  const share = numberFrom(0, 1)(text);
  if (share === 0 || share === 1) throw new InvalidArgumentError('must be above 0 and below 1.');
  return share;
}

function studyName(text: string): string {
  if (!/^[\w.-]{1,64}$/.test(text))
    throw new InvalidArgumentError('must be of letters, digits, dot, dash, underscore.');
  return text;
}
