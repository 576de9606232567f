import type { Command } from 'commander';
import type { EvaluateFlags } from '../calibrate/run-evaluate';
import { wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import { timeArgument } from '../events/event-arguments';
import { SOURCES, withColumns } from './calibrate-sources';

const NOTES = `${SOURCES}

Outcomes from the stretch that the model was fitted on are refused, since any model looks good there: judge later ones with --from.
Where no time shows that outcomes are new to it, say --unseen.

Exit codes: 0 judged, 1 refused, too few or all the same, 2 usage.`;

/** `auroractl calibrate evaluate`. */
export const calibrateEvaluateCommand = (): Command =>
  withColumns(
    command('evaluate', 'Judges a model by outcomes that it was not fitted on.', [
      'calibrate evaluate mine.json logs/20261122-172756 --svg mine.svg',
      'calibrate evaluate mine.json logs/20261121-* --from 2026-11-21T18:00',
      'calibrate evaluate mine.json scores.csv --unseen --json',
    ]),
  )
    .argument('<model>', 'file of a fitted model')
    .argument('<sources...>', 'session folders, event logs, CSV files')
    .option('--from <time>', 'only outcomes that opened then or later: a time in UTC, or 2h ago', timeArgument)
    .option('--unseen', 'you say that the model was not fitted on these, where no time can show it')
    .option('--svg <file>', 'draws the reliability diagram')
    .option('--bins <n>', 'bins of the calibration error and the diagram', wholeNumber(2, 100), 10)
    .addHelpText('after', NOTES)
    .action(async (model: string, sources: readonly string[], flags: EvaluateFlags) => {
      const { runEvaluate } = await import('../calibrate/run-evaluate.js');
      await runEvaluate(model, sources, flags);
    });
