import { InvalidArgumentError, type Command } from 'commander';
import { durationMs, numberFrom, symbolList, wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import type { TuneFlags } from '../tuning/tune-flags';

const EXAMPLES = [
  'tune --recording recordings/usdm --trials 100 --study scalp',
  'tune --recording recordings/monday --recording recordings/tuesday --holdout 0.4 --workers 2',
  'tune --recording recordings/usdm --study scalp --resume --trials 200',
  'tune --recording recordings/usdm --space space.yaml --overlay configs/overlays/production.yaml --time-limit 30m',
];

const NOTES = `
Each trial is a run of the shadow runner over the first part of each recording, with its parameters as an overlay. The best that keeps every
hard gate must also beat the configuration as it is on the part held out. Space, limits and sampler stand in the configuration (section
tuner); --space FILE holds another list of {key, type, low, high, …}.

Leaves in --out: report.md with its pictures, winner.overlay.yaml for \`auroractl overlay apply\` (best.overlay.yaml when nothing won), and
study.journal, which Optuna reads. Ctrl-C keeps what is done; --resume goes on with it.

Exit codes: 0 a winner; 1 no winner, and the report says why, or stopped; 2 wrong command line, space or recording.`;

/** `auroractl tune`: searches over recordings, or, with --online, beside a running gate. */
export function tuneCommand(): Command {
  return command('tune', 'Searches for better parameters over recordings, or beside a running gate.', EXAMPLES)
    .option('--recording <folder>', 'recorded streams; may be given again', gathered)
    .option('--trials <n>', 'how many the study is to have', wholeNumber(1, 100_000), 50)
    .option('--workers <n>', 'processes at a time (default: one a core, at most 4)', wholeNumber(1, 256))
    .option('--seed <n>', 'seed of the search (default: as configured)', wholeNumber(0, 2 ** 32 - 1))
    .option('--holdout <share>', 'share of each recording that is held out', shareBetween, 0.3)
    .option('--study <name>', 'name of the study', studyName, 'offline')
    .option('--out <folder>', 'folder of the study and its report (default: artifacts/tune-<study>)')
    .option('--resume', 'goes on with the study in --out')
    .option('--space <file>', 'what to search, YAML or JSON (default: as configured)')
    .option('--overlay <file>', 'base of the search, laid over the configuration')
    .option('--symbols <list>', 'comma-separated, the parent first (default: as configured, or all)', symbolList)
    .option('--min-decisions <n>', 'fewest a trial is judged by (default: as configured)', wholeNumber(0, 1_000_000))
    .option('--time-limit <time>', 'begins no trial after that', durationMs)
    .addHelpText('after', NOTES)
    .action(async (flags: Omit<TuneFlags, 'recording'> & { readonly recording?: string[] }, self: Command) => {
      const { recording } = flags;
      if (recording === undefined) return self.error("error: option '--recording <folder>' is needed");
      const { runTune } = await import('../tuning/run-tune.js');
      await runTune({ ...flags, recording });
    });
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
