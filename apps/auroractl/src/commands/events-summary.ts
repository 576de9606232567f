import { Option, type Command } from 'commander';
import { command } from '../cli/command-line';
import { timeArgument } from '../events/event-arguments';
import type { SummaryFlags } from '../events/summary/run-summary';

const EXAMPLES = [
  'events summary',
  'events summary --since 1h --by reason',
  'events summary logs/20260131-120000/runner --json',
];
const NOTES = `
SESSION is as in \`events tail\`. Memory does not grow with the log. Every line is looked at for its shape, and read whole only when that is
unusual; \`events validate\` holds each line against the schema.`;

export const eventsSummaryCommand = (): Command =>
  command('summary', 'Sums up a log of any size: decisions by reason, symbol and hour, orders, runs, gaps.', EXAMPLES)
    .argument('[session]', 'session folder, its name in logs/, or a file')
    .option('--since <time>', 'from here on: 15m ago, or a time in UTC', timeArgument)
    .option('--until <time>', 'up to here, not included', timeArgument)
    .addOption(new Option('--by <what>', 'all rows of one table').choices(['code', 'symbol', 'reason', 'hour']))
    .addHelpText('after', NOTES)
    .action(async (session: string | undefined, flags: SummaryFlags) => {
      const { runSummary } = await import('../events/summary/run-summary.js');
      await runSummary(session, flags);
    });
