import { InvalidArgumentError, Option, type Command } from 'commander';
import { numberFrom, wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import type { FitFlags } from '../calibrate/run-fit';
import { timeArgument } from '../events/event-arguments';
import { SOURCES, withColumns } from './calibrate-sources';

const NOTES = `${SOURCES}

The outcomes known at the cut are fitted, those that opened after it judge, what was open across it does neither. With --kind auto the
kind is chosen within the fit: what is held out has no say. At least 100 outcomes for a fit (isotonic: 1000), and 30 to judge by.

Put it in force with calibrator.artifact of an overlay: \`auroractl overlay apply\`.

Exit codes: 0 better than before on what was held out, 1 not better (the file is written) or no fit possible, 2 usage.`;

/** `auroractl calibrate fit`. */
export const calibrateFitCommand = (): Command =>
  withColumns(
    command('fit', 'Fits a calibrator, and judges it by later outcomes that it was not fitted on.', [
      'calibrate fit logs/20261122-172756 --name mine --out mine.json --svg mine.svg',
      'calibrate fit logs/20261121-* --name mine --out mine.json --until 2026-11-21T18:00 --kind platt',
      'calibrate fit games.csv.gz --probabilities --score-column p --label-column won --time-column date --name games --out games.json',
    ]),
  )
    .argument('<sources...>', 'session folders, event logs, CSV files')
    .addOption(
      new Option('--kind <kind>', 'which curve').choices(['isotonic', 'platt', 'temperature', 'auto']).default('auto'),
    )
    .requiredOption('--name <name>', 'name of the model; its version is the time of the fit', modelName)
    .requiredOption('--out <file>', 'where the model is written')
    .option('--until <time>', 'the cut: a time in UTC, or 2h ago', timeArgument)
    .option('--holdout <share>', 'the cut: latest share that is held out (default: 0.3)', numberFrom(0.05, 0.9))
    .option('--svg <file>', 'draws the reliability diagram of what was held out')
    .option('--bins <n>', 'bins of the calibration error and the diagram', wholeNumber(2, 100), 10)
    .option('--force', 'replaces a model file')
    .addHelpText('after', NOTES)
    .action(async (sources: readonly string[], flags: FitFlags) => {
      const { runFit } = await import('../calibrate/run-fit.js');
      await runFit(sources, flags);
    });

function modelName(text: string): string {
  if (!/^[\w.-]{1,64}$/.test(text))
    throw new InvalidArgumentError('must be 1 to 64 letters, digits, dots, underscores or hyphens.');
  return text;
}
