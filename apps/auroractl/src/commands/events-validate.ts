import type { Command } from 'commander';
import { wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import type { ValidateFlags } from '../events/validate/run-validate';

const EXAMPLES = [
  'events validate',
  'events validate logs/20260131-120000 --max 100',
  'events validate aurora_events.20260131T235959Z-000001.jsonl.gz --json',
  'events validate old.jsonl --legacy new.jsonl',
];
const NOTES = `
SESSION is as in \`events tail\`; of a session every log is looked at, and its orders files. Each line is held against its schema. Also found:
times that do not increase within a run, unknown codes, two writers in one file, missing parts, a run without its start, a torn last line,
denied orders without a decision. Exit code 1 when there is any problem.`;

export const eventsValidateCommand = (): Command =>
  command('validate', 'Holds every line of a log against its schema, and the log against what it promises.', EXAMPLES)
    .argument('[sessions...]', 'session folders, their names in logs/, or files')
    .option('--max <count>', 'problems shown', wholeNumber(0, 1_000_000), 20)
    .option(
      '--legacy <file>',
      'writes the lines of a legacy log (ts, level, category, code, ctx) as of today into a new file',
    )
    .addHelpText('after', NOTES)
    .action(async (sessions: string[], flags: ValidateFlags) => {
      const { runValidate } = await import('../events/validate/run-validate.js');
      await runValidate(sessions, flags);
    });
